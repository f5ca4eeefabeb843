/// Writes tab-separated text: source, target.
package struct TSVWriter: UnitWriter {
    private var destination: any ByteDestination
    private var pairs: PlainPairs

    /// - Parameters:
    ///   - languages: which two texts of each unit are written
    ///   - codes: what becomes of inline codes
    package init(
        _ destination: any ByteDestination, languages: LanguagePair,
        codes: CodeTreatment = .dropped
    ) {
        self.destination = destination
        pairs = PlainPairs(of: languages, codes: codes)
    }

    package mutating func write(_ unit: TranslationUnit) throws {
        guard let (source, target) = pairs.pair(of: unit, allowsTabs: false) else { return }
        try destination.write("\(source)\t\(target)\n")
    }

    package mutating func finish() throws {
        try destination.finish()
    }

    package var losses: [String] { pairs.losses }
}
