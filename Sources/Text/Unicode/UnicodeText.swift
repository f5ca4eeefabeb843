import CICU

/// Text as UTF-16 code units, normalized, with the way back to where they came from.
///
/// Only the files of this folder talk to ICU; everything else sees arrays of units, classes and
/// boundaries.
struct UnicodeText: Sendable {
    let units: [UInt16]
    /// For each unit the scalars of the original it was made from, or nil when unit N is scalar N.
    private let sources: [Range<Int>]?

    /// Normalizes `text`.
    ///
    /// - Parameter isTraced: whether it is remembered which scalars each unit came from, which
    ///   takes time and memory; without, `source(of:)` is meaningless
    init(_ text: String, by normalization: Normalization = .nfc, isTraced: Bool) {
        let (raw, scalarCount) = Self.utf16(of: text)
        self.init(raw, scalarCount: isTraced ? scalarCount : raw.count)
        let isASCII = raw.count == text.utf8.count
        if isASCII && normalization.keepsASCII || normalization.surelyKeeps(raw[...]) { return }
        (self, _) = Self.normalizing(self, by: normalization, isTraced: isTraced)
    }

    /// Takes units as they are, with no way back but by their number.
    init(_ units: [UInt16]) {
        self.units = units
        sources = nil
    }

    /// Takes `text` as it is.
    init(verbatim text: String) {
        let (raw, scalarCount) = Self.utf16(of: text)
        self.init(raw, scalarCount: scalarCount)
    }

    private init(_ units: [UInt16], scalarCount: Int) {
        self.units = units
        sources = scalarCount == units.count ? nil : Self.scalarRanges(of: units)
    }

    private init(_ units: [UInt16], sources: [Range<Int>]?) {
        self.units = units
        self.sources = sources
    }

    /// The scalar offsets, in the text this was made from, that `range` of the units came from.
    func source(of range: Range<Int>) -> Range<Int> {
        guard let sources else { return range }
        guard let last = range.last else {
            let place =
                range.lowerBound < sources.count
                ? sources[range.lowerBound].lowerBound : sources.last?.upperBound ?? 0
            return place..<place
        }
        return sources[range.lowerBound].lowerBound..<sources[last].upperBound
    }

    func string(_ range: Range<Int>) -> String {
        String(decoding: units[range], as: UTF16.self)
    }

    var string: String {
        String(decoding: units, as: UTF16.self)
    }
}

// MARK: - Normalizing

extension UnicodeText {
    /// Normalizes what lies between `spans`, each stretch on its own.
    ///
    /// A mark after a span does not compose with it, and so every span stays as it is.
    /// - Parameters:
    ///   - spans: in units of `raw`, in order, apart from one another
    ///   - isTraced: whether the text knows where in the original of `raw` its units came from
    /// - Returns: the text, and where in it the spans lie
    static func normalizing(
        _ raw: UnicodeText, by normalization: Normalization, except spans: [Range<Int>] = [],
        isTraced: Bool
    ) -> (UnicodeText, [Range<Int>]) {
        let stretches = stretches(of: raw.units.count, between: spans)
        guard !stretches.allSatisfy({ normalization.surelyKeeps(raw.units[$0]) }) else {
            return (raw, spans)
        }
        var writer = NormalizedUnits(
            by: normalization, capacity: raw.units.count, isTraced: isTraced)
        var moved: [Range<Int>] = []
        for (index, stretch) in stretches.enumerated() {
            if index > 0 {
                moved.append(
                    writer.keep(raw.units[stretches[index - 1].upperBound..<stretch.lowerBound]))
            }
            writer.normalize(raw.units[stretch])
        }
        let sources = isTraced ? writer.sources.map { raw.source(of: $0) } : nil
        return (UnicodeText(writer.units, sources: sources), moved)
    }

    /// What lies before, between and after the spans: one more than there are spans.
    private static func stretches(of count: Int, between spans: [Range<Int>]) -> [Range<Int>] {
        var stretches: [Range<Int>] = []
        var start = 0
        for span in spans {
            stretches.append(start..<span.lowerBound)
            start = span.upperBound
        }
        stretches.append(start..<count)
        return stretches
    }
}

// MARK: - Units

extension UnicodeText {
    /// The longest text handed to ICU, which counts in 32 bits.
    static let longestText = 1 << 28

    private static func utf16(of text: String) -> (units: [UInt16], scalarCount: Int) {
        var text = text
        let byteCount = text.utf8.count
        guard byteCount <= longestText else {
            return (Array(text.utf16), text.unicodeScalars.count)
        }
        var scalarCount: Int32 = 0
        let units = [UInt16](unsafeUninitializedCapacity: byteCount) { buffer, written in
            let count = text.withUTF8 {
                cicu_utf16_from_utf8(
                    $0.baseAddress, Int32($0.count), buffer.baseAddress, &scalarCount)
            }
            written = Int(count)
        }
        return (units, Int(scalarCount))
    }

    private static func scalarRanges(of units: [UInt16]) -> [Range<Int>] {
        var next = 0
        return units.map { unit in
            if !UTF16.isTrailSurrogate(unit) { next += 1 }
            return next - 1..<next
        }
    }
}
