/// Writes parallel plain text: line N of one file is translated by line N of the other.
package struct LinePairWriter: UnitWriter {
    private var source: any ByteDestination
    private var target: any ByteDestination
    private var pairs: PlainPairs

    /// - Parameters:
    ///   - languages: which two texts of each unit are written
    ///   - codes: what becomes of inline codes
    package init(
        source: any ByteDestination, target: any ByteDestination, languages: LanguagePair,
        codes: CodeTreatment = .dropped
    ) {
        self.source = source
        self.target = target
        pairs = PlainPairs(of: languages, codes: codes)
    }

    package mutating func write(_ unit: TranslationUnit) throws {
        guard let texts = pairs.pair(of: unit, allowsTabs: true) else { return }
        try source.write(texts.source + "\n")
        try target.write(texts.target + "\n")
    }

    /// Where the second file fails, the first is there already.
    package mutating func finish() throws {
        try source.finish()
        try target.finish()
    }

    package var losses: [String] { pairs.losses }
}
