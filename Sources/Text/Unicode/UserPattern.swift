import CICU

/// A regular expression of the user's, opened by ICU and freed exactly once.
///
/// No pattern can hang: a search is given up, for the rest of a text, when it has taken more steps
/// than any sensible one. The steps are counted, not timed, so the outcome is the same everywhere.
///
/// `@unchecked Sendable`: ICU's matcher is not safe to share, so it has one holder at a time;
/// `Pool` hands each out to one caller and takes it back.
final class UserPattern: @unchecked Sendable {
    static let longestPattern = 1_000
    static let mostPatterns = 100

    private let handle: OpaquePointer

    /// - Parameter number: the pattern's among all, counted from 1, for the error
    init(_ pattern: String, number: Int) throws(ProtectionError) {
        let units = Array(pattern.utf16.prefix(Self.longestPattern + 1))
        guard units.count <= Self.longestPattern else {
            throw ProtectionError(
                .patternTooLong(
                    pattern: number, units: pattern.utf16.count, limit: Self.longestPattern))
        }
        guard !pattern.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) else {
            throw ProtectionError(.patternOfLines(pattern: number))
        }
        var place: Int32 = 0
        var reason: UnsafePointer<CChar>?
        guard !units.isEmpty,
            let handle = units.withUnsafeBufferPointer({
                cicu_pattern_open($0.baseAddress, Int32($0.count), &place, &reason)
            })
        else {
            throw ProtectionError(
                .invalidPattern(
                    pattern, pattern: number, place: place > 0 ? Int(place) : nil,
                    reason: Self.words(reason.map { String(cString: $0) })))
        }
        self.handle = handle
    }

    private init(_ handle: OpaquePointer) {
        self.handle = handle
    }

    /// The same for another holder.
    func copy() -> UserPattern {
        guard let copy = cicu_pattern_copy(handle) else {
            preconditionFailure("ICU could not copy a regular expression that it has opened")
        }
        return UserPattern(copy)
    }

    deinit { cicu_pattern_close(handle) }

    /// `U_REGEX_MISMATCHED_PAREN` is “mismatched paren”.
    private static func words(_ name: String?) -> String {
        guard let name else { return "is empty" }
        let words = name.split(separator: "_").drop { $0 == "U" || $0 == "REGEX" }
        return words.joined(separator: " ").lowercased()
    }

    /// Where the pattern matches one unit or more, in order.
    ///
    /// Very long texts are searched in blocks, so that ICU's 32 bits do not run out.
    func spans(in units: [UInt16]) -> [ProtectedSpan] {
        var spans: [ProtectedSpan] = []
        var start = 0
        while start < units.count {
            var end = min(start + Self.block, units.count)
            if end < units.count, UTF16.isTrailSurrogate(units[end]) { end -= 1 }
            find(in: units[start..<end], offset: start, into: &spans)
            start = end
        }
        return spans
    }

    private static let block = 1 << 22
    /// Steps for any text, and units of text that earn one more.
    private static let freeSteps = 16
    private static let unitsPerStep = 1_024

    private func find(
        in units: ArraySlice<UInt16>, offset: Int, into spans: inout [ProtectedSpan]
    ) {
        units.withUnsafeBufferPointer { text in
            let limit = Int32(Self.freeSteps + text.count / Self.unitsPerStep)
            guard
                cicu_pattern_set_text(handle, text.baseAddress, Int32(text.count), limit) != 0
            else { return }
            var start: Int32 = 0
            var end: Int32 = 0
            while cicu_pattern_find_next(handle, &start, &end) != 0 {
                guard start < end else { continue }
                let range = (Int(start) + offset)..<(Int(end) + offset)
                spans.append(ProtectedSpan(range: range, kind: .pattern))
            }
            cicu_pattern_forget_text(handle)
        }
    }
}

/// All patterns of the user's.
struct UserPatterns: Sendable {
    private let pool: Pool<[UserPattern]>

    /// - Throws: `ProtectionError` for the first pattern that is none.
    init(_ patterns: [String]) throws(ProtectionError) {
        guard patterns.count <= UserPattern.mostPatterns else {
            throw ProtectionError(
                .tooManyPatterns(patterns.count, limit: UserPattern.mostPatterns))
        }
        var opened: [UserPattern] = []
        for (pattern, number) in zip(patterns, 1...) {
            opened.append(try UserPattern(pattern, number: number))
        }
        pool = Pool { [opened] in opened.map { $0.copy() } }
    }

    /// Matches of all patterns, which may overlap.
    func spans(in units: [UInt16]) -> [ProtectedSpan] {
        pool.lend { patterns in patterns.flatMap { $0.spans(in: units) } }
    }
}
