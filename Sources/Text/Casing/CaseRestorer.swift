/// Writes the letters of tokens as the marks among them say.
///
/// Takes any sequence. A mark waits over tokens without a letter that has an upper case, until a
/// space: from `｟^｠ ¿￭ que` comes “¿Que”, from `｟^｠ - que` “- que”. The last mark counts, but
/// between `upperBegin` and `upperEnd` all others say nothing new; what is not ended ends with the
/// text.
struct CaseRestorer {
    private enum State {
        case asWritten
        /// A mark waits for its letter; `isBegun` after the first token it has waited over.
        case waiting(CaseMark, isBegun: Bool)
        /// After letters in upper case that more may follow.
        case inUpperRun
        case inRegion
    }

    private var state = State.asWritten

    /// Takes note of a mark.
    mutating func apply(_ mark: CaseMark) {
        switch mark {
        case .upperBegin: state = .inRegion
        case .upperEnd: state = .asWritten
        case .title, .upper:
            if case .inRegion = state { return }
            state = .waiting(mark, isBegun: false)
        }
    }

    /// Takes note of a token whose text stays as it is, such as a protected span.
    mutating func passOver() {
        if case .inRegion = state { return }
        state = .asWritten
    }

    /// A token's text as the marks have it.
    ///
    /// - Parameters:
    ///   - units: the token's text, not empty
    ///   - first: what it begins with
    ///   - last: what it ends with
    ///   - isJoined: whether no space stands before it
    mutating func restore(
        _ units: [UInt16], first: UnitClass, last: UnitClass, isJoined: Bool
    ) -> [UInt16] {
        switch state {
        case .asWritten:
            return units
        case .waiting(_, isBegun: true) where !isJoined || first.isSpace,
            .inUpperRun where !isJoined || !first.isOfLetters:
            state = .asWritten
            return units
        case .waiting(let mark, _):
            var restored = units
            let isFound = restored.raiseLetters(atMost: mark == .title ? 1 : .max) > 0
            state =
                !isFound
                ? .waiting(mark, isBegun: true)
                : mark == .upper && last.isOfLetters ? .inUpperRun : .asWritten
            return restored
        case .inUpperRun, .inRegion:
            var restored = units
            _ = restored.raiseLetters()
            if case .inUpperRun = state, !last.isOfLetters { state = .asWritten }
            return restored
        }
    }
}

extension UnitClass {
    /// A letter, or what extends one.
    var isOfLetters: Bool { kind == .letter || kind == .mark }
}
