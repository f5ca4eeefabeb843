import CICU

/// Text as UTF-16 code units in Normalization Form C, with the way back to where they came from.
///
/// The only file that talks to ICU; everything else sees arrays of units, classes and boundaries.
struct UnicodeText: Sendable {
    /// The normalized text.
    private(set) var units: [UInt16]
    /// For each unit the scalars of the original it was made from, or nil when unit N is scalar N.
    private var sources: [Range<Int>]?

    /// Normalizes `text`, keeping no way back; the faster way when no ranges are asked for.
    init(normalizing text: String) {
        (units, _) = Self.utf16(of: text)
        if units.count != text.utf8.count, !Self.isSurelyNormalized(units) {
            (units, _) = Self.normalizedInPieces(text)
        }
        sources = nil
    }

    /// Normalizes `text` and remembers which scalars of it each unit came from.
    init(tracing text: String) {
        let (original, scalarCount) = Self.utf16(of: text)
        if original.count == text.utf8.count || Self.isSurelyNormalized(original) {
            units = original
            sources = scalarCount == original.count ? nil : Self.scalarRanges(of: original)
        } else {
            (units, sources) = Self.normalizedInPieces(text)
        }
    }

    /// Takes units as they are, with no way back but by their number.
    init(_ units: [UInt16]) {
        self.units = units
        sources = nil
    }

    /// Takes `text` as it is.
    init(verbatim text: String) {
        let (original, scalarCount) = Self.utf16(of: text)
        units = original
        sources = scalarCount == original.count ? nil : Self.scalarRanges(of: original)
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

// MARK: - Normalization

extension UnicodeText {
    private static func isSurelyNormalized(_ units: [UInt16]) -> Bool {
        guard units.count <= longestText else { return true }
        return units.withUnsafeBufferPointer { cicu_is_surely_nfc($0.baseAddress, Int32($0.count)) }
            != 0
    }

    /// - Parameter units: a short piece, which grows threefold at most.
    private static func normalized(_ units: [UInt16]) -> [UInt16] {
        [UInt16](unsafeUninitializedCapacity: 3 * units.count + 8) { buffer, written in
            let count = units.withUnsafeBufferPointer {
                cicu_nfc($0.baseAddress, Int32($0.count), buffer.baseAddress, Int32(buffer.count))
            }
            written = Int(count)
            if count < 0 || Int(count) > buffer.count {
                // ICU has failed, which it has no reason to: the text stays as it is.
                written = buffer.initialize(fromContentsOf: units)
            }
        }
    }

    /// More scalars in a row than any language writes without a place to stop normalizing at.
    ///
    /// Sorting them takes time that grows with the square of their number, so a longer row, which
    /// only an attacker writes, is normalized in parts of this length.
    private static let longestRow = 1_024

    /// Normalizes between the places that normalization never looks across, so that every unit
    /// knows the few scalars it may have come from.
    private static func normalizedInPieces(
        _ text: String
    ) -> (units: [UInt16], sources: [Range<Int>]) {
        var units: [UInt16] = []
        var sources: [Range<Int>] = []
        var piece: [UInt16] = []
        var pieceStart = 0
        func flush(upTo end: Int) {
            let composed = piece.isEmpty ? [] : normalized(piece)
            let source = composed == piece ? nil : pieceStart..<end
            var scalar = pieceStart - 1
            for unit in composed {
                if !UTF16.isTrailSurrogate(unit) { scalar += 1 }
                sources.append(source ?? scalar..<scalar + 1)
            }
            units += composed
            piece.removeAll(keepingCapacity: true)
            pieceStart = end
        }
        for (offset, scalar) in text.unicodeScalars.enumerated() {
            if cicu_nfc_has_boundary_before(scalar.value) != 0 || offset - pieceStart >= longestRow
            {
                flush(upTo: offset)
            }
            piece.append(contentsOf: UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter)
        }
        flush(upTo: text.unicodeScalars.count)
        return (units, sources)
    }
}

// MARK: - Classes

/// What a code unit begins, as far as tokenization cares.
struct UnitClass: RawRepresentable, Sendable {
    let rawValue: UInt8

    enum Kind: UInt8 {
        case space, digit, letter, mark, opening, other
    }

    var kind: Kind { Kind(rawValue: rawValue & UInt8(CICU_KIND_MASK)) ?? .other }
    var isSpace: Bool { rawValue & UInt8(CICU_KIND_MASK) == UInt8(CICU_KIND_SPACE) }
    /// Of a script written without spaces between words, such as Chinese or Thai.
    var isUnspaced: Bool { rawValue & UInt8(CICU_CLASS_UNSPACED) != 0 }
    /// The second half of a surrogate pair.
    var isTrail: Bool { rawValue & UInt8(CICU_CLASS_TRAIL) != 0 }

    /// Whether a reader expects a space between two tokens of which this is the end and `next`
    /// the beginning.
    ///
    /// What is expected is left unsaid: only a space that is missing, or unexpected, costs a mark
    /// or a token of its own.
    func expectsSpace(before next: UnitClass) -> Bool {
        !(isSpace || next.isSpace || isUnspaced || next.isUnspaced)
    }
}

extension UnicodeText {
    static func classes(of units: [UInt16]) -> [UnitClass] {
        guard units.count <= longestText else {
            let half = units.count / 2
            return classes(of: Array(units[..<half])) + classes(of: Array(units[half...]))
        }
        return [UnitClass](unsafeUninitializedCapacity: units.count) { buffer, written in
            buffer.withMemoryRebound(to: UInt8.self) { bytes in
                units.withUnsafeBufferPointer {
                    cicu_classify($0.baseAddress, Int32($0.count), bytes.baseAddress)
                }
            }
            written = units.count
        }
    }

}

extension UnitClass {
    init(_ scalar: Unicode.Scalar) {
        rawValue = cicu_class(scalar.value)
    }
}

// MARK: - Breaks

/// One of ICU's break iterators, freed exactly once.
///
/// Opening one costs up to a millisecond, so they are kept and used again.
/// `@unchecked Sendable`: ICU's iterator is not safe to share, so a `BreakIterator` has one holder
/// at a time; `Pool` hands each out to one caller and takes it back.
final class BreakIterator: @unchecked Sendable {
    enum Unit: Int32, Sendable {
        case character = 0
        case word = 1
        case sentence = 3
    }

    private let handle: OpaquePointer

    /// - Parameter language: a code such as `de`; ICU's root rules when it knows no such language.
    init(_ unit: Unit, language: String = "root") {
        guard let handle = cicu_breaks_open(unit.rawValue, language) else {
            preconditionFailure("ICU has no rules for text boundaries: its data are not installed")
        }
        self.handle = handle
    }

    deinit { cicu_breaks_close(handle) }

    /// The end of every segment, in order; the last is the end of the text.
    ///
    /// Very long texts are cut into blocks, so that neither memory nor ICU's 32 bits run out.
    func ends(in units: [UInt16]) -> [Int32] {
        let block = 1 << 22
        guard units.count > block else { return find(in: units[...]) }
        var ends: [Int32] = []
        var start = 0
        while start < units.count, start < Int(Int32.max) - block {
            var end = min(start + block, units.count)
            if end < units.count, UTF16.isTrailSurrogate(units[end]) { end -= 1 }
            ends += find(in: units[start..<end]).map { $0 + Int32(start) }
            start = end
        }
        return ends
    }

    private func find(in units: ArraySlice<UInt16>) -> [Int32] {
        [Int32](unsafeUninitializedCapacity: units.count) { buffer, written in
            let count = units.withUnsafeBufferPointer {
                cicu_breaks_find(handle, $0.baseAddress, Int32($0.count), buffer.baseAddress)
            }
            written = Int(max(0, count))
            // Without boundaries the text is one segment: nothing is ever lost.
            if count <= 0, let place = buffer.baseAddress, !units.isEmpty {
                place.initialize(to: Int32(units.count))
                written = 1
            }
        }
    }
}
