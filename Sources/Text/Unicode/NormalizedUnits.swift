import CICU

/// Normalizes stretches of a text one after the other, and notes where each unit came from.
///
/// Time grows with the length of the text, whatever it is: ICU is given what needs it and no more,
/// from one place that normalizing never looks across to the next.
struct NormalizedUnits {
    private(set) var units: [UInt16] = []
    /// For each unit the units it was made from, as the slices number them; empty unless traced.
    private(set) var sources: [Range<Int>] = []

    private let normalization: Normalization
    private let isTraced: Bool

    /// More units in a row than any language writes without a place to stop normalizing at.
    ///
    /// Sorting them takes time that grows with the square of their number, so a longer row, which
    /// only an attacker writes, stays as it is. In parts it would be cut elsewhere the next time.
    private static let longestRow = 1_024

    init(by normalization: Normalization, capacity: Int, isTraced: Bool) {
        self.normalization = normalization
        self.isTraced = isTraced
        units.reserveCapacity(capacity)
        if isTraced { sources.reserveCapacity(capacity) }
    }

    /// Appends `stretch` as it is.
    ///
    /// - Returns: where it now lies
    mutating func keep(_ stretch: ArraySlice<UInt16>) -> Range<Int> {
        let start = units.count
        units += stretch
        if isTraced { sources += stretch.indices.lazy.map { $0..<$0 + 1 } }
        return start..<units.count
    }

    mutating func normalize(_ stretch: ArraySlice<UInt16>) {
        guard let form = normalization.form, stretch.count <= UnicodeText.longestText else {
            _ = keep(stretch)
            return
        }
        guard normalization == .translation else {
            compose(stretch, form: form) { $0 }
            return
        }
        let (unified, ranges) = Self.unified(stretch, isTraced: isTraced)
        compose(unified[...], form: form) { range in
            let start = stretch.startIndex
            return start + Int(ranges[range.lowerBound].start)..<start
                + Int(ranges[range.upperBound - 1].end)
        }
    }

    /// - Parameter source: where a range of units, never empty, came from; asked only when traced
    private mutating func compose(
        _ stretch: ArraySlice<UInt16>, form: Int32, source: (Range<Int>) -> Range<Int>
    ) {
        var rest = stretch
        while !rest.isEmpty {
            let settled = rest.prefix(Self.settledLength(of: rest, form: form))
            units += settled
            if isTraced { sources += settled.indices.lazy.map { source($0..<$0 + 1) } }
            rest = rest[settled.endIndex...]
            guard !rest.isEmpty else { return }
            let row = rest.prefix(Self.rowLength(of: rest, form: form))
            appendRow(row, form: form, source: source)
            rest = rest[row.endIndex...]
        }
    }

    private mutating func appendRow(
        _ row: ArraySlice<UInt16>, form: Int32, source: (Range<Int>) -> Range<Int>
    ) {
        let start = units.count
        if row.count <= Self.longestRow {
            appendNormalized(row, form: form)
        } else {
            units += row
        }
        guard isTraced else { return }
        if units[start...] == row {
            sources += row.indices.lazy.map { source($0..<$0 + 1) }
        } else {
            let whole = source(row.startIndex..<row.endIndex)
            sources += repeatElement(whole, count: units.count - start)
        }
    }
}

// MARK: - ICU

extension Normalization {
    /// What ICU is asked for.
    fileprivate var form: Int32? {
        switch self {
        case .none: nil
        case .nfc, .translation: Int32(CICU_NFC)
        case .nfkc: Int32(CICU_NFKC)
        }
    }

    /// Whether no text of ASCII is changed.
    var keepsASCII: Bool { self != .translation }

    /// Whether a look at the units is enough to see that they stay as they are.
    func surelyKeeps(_ stretch: ArraySlice<UInt16>) -> Bool {
        guard let form, stretch.count <= UnicodeText.longestText else { return true }
        if self == .translation {
            let isUnified = stretch.withUnsafeBufferPointer {
                cicu_is_surely_unified($0.baseAddress, Int32($0.count)) != 0
            }
            guard isUnified else { return false }
        }
        return NormalizedUnits.settledLength(of: stretch, form: form) == stretch.count
    }
}

extension NormalizedUnits {
    fileprivate static func settledLength(of stretch: ArraySlice<UInt16>, form: Int32) -> Int {
        stretch.withUnsafeBufferPointer {
            Int(cicu_settled_length(form, $0.baseAddress, Int32($0.count)))
        }
    }

    private static func rowLength(of stretch: ArraySlice<UInt16>, form: Int32) -> Int {
        stretch.withUnsafeBufferPointer {
            Int(cicu_row_length(form, $0.baseAddress, Int32($0.count)))
        }
    }

    private static func unified(
        _ stretch: ArraySlice<UInt16>, isTraced: Bool
    ) -> (units: [UInt16], sources: [cicu_range]) {
        var sources: [cicu_range] = []
        let units = [UInt16](unsafeUninitializedCapacity: stretch.count) { buffer, written in
            func unify(_ ranges: UnsafeMutablePointer<cicu_range>?) -> Int {
                stretch.withUnsafeBufferPointer {
                    Int(cicu_unify($0.baseAddress, Int32($0.count), buffer.baseAddress, ranges))
                }
            }
            guard isTraced else {
                written = unify(nil)
                return
            }
            sources = [cicu_range](unsafeUninitializedCapacity: stretch.count) { ranges, count in
                count = unify(ranges.baseAddress)
                written = count
            }
        }
        return (units, sources)
    }

    private mutating func appendNormalized(_ row: ArraySlice<UInt16>, form: Int32) {
        var outcome = append(row, form: form, capacity: 3 * row.count + 8)
        // Now ICU has said how many units it takes.
        if case .tooMany(let capacity) = outcome {
            outcome = append(row, form: form, capacity: capacity)
        }
        // ICU has failed, which it has no reason to: the text stays as it is.
        if outcome != .appended { units += row }
    }

    private enum Outcome: Equatable {
        case appended, tooMany(Int), failed
    }

    private mutating func append(
        _ row: ArraySlice<UInt16>, form: Int32, capacity: Int
    ) -> Outcome {
        withUnsafeTemporaryAllocation(of: UInt16.self, capacity: capacity) { buffer in
            let count = row.withUnsafeBufferPointer {
                Int(
                    cicu_normalize(
                        form, $0.baseAddress, Int32($0.count), buffer.baseAddress, Int32(capacity)))
            }
            guard count >= 0 else { return .failed }
            guard count <= capacity else { return .tooMany(count) }
            units += buffer[..<count]
            return .appended
        }
    }
}
