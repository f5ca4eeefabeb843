/// The rules of cleaning, by the names that the command line and reports use.
///
/// In the order of their work: repairs first, then what looks at one pair, then what looks at all.
package enum CleaningRule: String, Sendable, Codable, CaseIterable {
    case control, entities, mojibake
    case length, letters, identical, repetition, ratio, script
    case placeholders, urls, numbers
    case language
    case duplicates
    case nearDuplicates = "near-duplicates"
    case drafts

    /// Whether it changes text, instead of only dropping pairs.
    package var isRepair: Bool {
        switch self {
        case .control, .entities, .mojibake: true
        default: false
        }
    }

    /// Whether it judges by other pairs of the corpus, so that all have to be read first.
    package var looksAtAll: Bool {
        switch self {
        case .language, .duplicates, .nearDuplicates, .drafts: true
        default: false
        }
    }

    /// What it does, in one line for help and reports.
    package var explanation: String {
        switch self {
        case .control: "removes control characters, soft hyphens and stray invisible characters"
        case .entities: "decodes what is left of HTML entities, such as &amp;quot; or &nbsp;"
        case .mojibake: "repairs UTF-8 that was read as Latin-1 (“Ã¼”), drops what is lost (“�”)"
        case .length: "drops empty and overlong sides"
        case .letters: "drops pairs in which a side that should have a letter has none"
        case .identical: "drops pairs left untranslated; names, numbers and terms may be equal"
        case .repetition: "drops words repeated over and over on one side only"
        case .ratio: "drops pairs of very different length"
        case .script: "drops text in another script than its language's"
        case .placeholders: "drops pairs with other placeholders or inline codes on one side"
        case .urls: "drops pairs with web or mail addresses on one side only, or different ones"
        case .numbers: "drops pairs with clearly different numbers"
        case .language: "drops text in the other side's language, learnt from the corpus itself"
        case .duplicates: "drops all but the first of equal pairs"
        case .nearDuplicates:
            "drops pairs equal to an earlier one but for case, punctuation, digits"
        case .drafts: "drops older translations of the same source, where dates tell"
        }
    }
}

/// A rule that looks at one pair at a time.
protocol PairRule: Sendable {
    static var rule: CleaningRule { get }

    /// - Returns: why the pair has to go, in a few words; nil when it may stay
    func fault(of pair: borrowing CleaningPair) -> String?
}

/// A rule that changes the text of a side.
protocol TextRepair: Sendable {
    static var rule: CleaningRule { get }

    /// Whether there can be anything to do, from what one look at all bytes has found.
    func mayApply(to traits: TextTraits) -> Bool

    /// - Returns: the changes, in order and apart from each other
    func edits(of text: borrowing [UInt8]) -> [TextEdit]
}
