import Foundation

extension [UInt8] {
    /// The first such byte in `range`, at the speed of `memchr` even without optimisation.
    borrowing func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
        precondition(
            range.lowerBound >= 0 && range.upperBound <= count, "\(range) is outside 0..<\(count)")
        return withUnsafeBytes { bytes -> Int? in
            guard !range.isEmpty, let base = bytes.baseAddress,
                let found = memchr(base + range.lowerBound, Int32(byte), range.count)
            else { return nil }
            return UnsafeRawPointer(found) - base
        }
    }
}
