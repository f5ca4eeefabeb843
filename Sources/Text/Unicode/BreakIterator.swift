import CICU

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
