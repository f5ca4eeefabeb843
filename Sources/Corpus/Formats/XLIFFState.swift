/// How the states of XLIFF and of its dialects map to the four of XLIFF 2.
///
///     ours        1.2, target/@state               SDL, @conf             memoQ, @mq:status
///     initial     new needs-translation needs-l10n Draft, none, rejected  NotStarted … Rejected
///     translated  translated needs-adaptation      Translated             ManuallyConfirmed
///                 needs-review-…
///     reviewed    signed-off                       ApprovedTranslation    Reviewer1Confirmed
///     final       final, or approved="yes"         ApprovedSignOff        Proofread
///
/// Phrase has `m:confirmed`: 0 is initial, 1 translated. What is not in the table has no state:
/// XLIFF 2 would take a missing one for `initial`, but files without states are mostly translated.
enum XLIFFState {
    typealias State = TranslationUnit.State

    /// Of `state`, in XLIFF 1.2 and 2.
    static func state(_ name: String) -> State? { states[name] }

    static func state(sdl confirmation: String?) -> State? {
        guard let confirmation else { return .initial }
        return confirmations[confirmation]
    }

    static func state(memoQ status: String) -> State? { statuses[status] }

    /// What XLIFF 1.2 calls a state.
    static func name12(_ state: State) -> String {
        switch state {
        case .initial: "needs-translation"
        case .translated: "translated"
        case .reviewed: "signed-off"
        case .final: "final"
        }
    }

    private static let states: [String: State] = [
        "initial": .initial, "new": .initial, "needs-translation": .initial,
        "needs-l10n": .initial, "translated": .translated, "needs-adaptation": .translated,
        "needs-review-translation": .translated, "needs-review-adaptation": .translated,
        "needs-review-l10n": .translated, "reviewed": .reviewed, "signed-off": .reviewed,
        "final": .final,
    ]

    private static let confirmations: [String: State] = [
        "Unspecified": .initial, "Draft": .initial, "RejectedTranslation": .initial,
        "RejectedSignOff": .initial, "Translated": .translated,
        "ApprovedTranslation": .reviewed, "ApprovedSignOff": .final,
    ]

    private static let statuses: [String: State] = [
        "NotStarted": .initial, "Edited": .initial, "PartiallyEdited": .initial,
        "Pretranslated": .initial, "PreTranslated": .initial, "MachineTranslated": .initial,
        "AssembledFromFragments": .initial, "Rejected": .initial,
        "ManuallyConfirmed": .translated, "TranslatorConfirmed": .translated,
        "Reviewer1Confirmed": .reviewed, "Proofread": .final,
    ]
}
