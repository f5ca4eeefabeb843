/// Chooses the source and the target of each unit for a format that has just those, and counts what
/// it cannot hold.
struct BilingualUnits {
    typealias Variant = TranslationUnit.Variant

    private let wanted: LanguagePair
    /// What the file's header says, once that is settled.
    private(set) var fileLanguages: (source: String, target: String)?
    private var selector: PairSelector
    private var leftOut: [CorpusReport.Reason: Int] = [:]
    private var furtherTexts = 0
    private var unitsWithMetadata = 0

    init(of languages: LanguagePair) {
        wanted = languages
        selector = PairSelector(languages, codes: .placeholders)
    }

    /// - Returns: nil for a unit without the source, or with a text that cannot be used
    mutating func texts(of unit: TranslationUnit) -> (source: Variant, target: Variant?)? {
        let (source, target) = selector.choose(from: unit)
        guard let source = source.map({ unit.variants[$0] }) else {
            leftOut[.missingSource, default: 0] += 1
            return nil
        }
        let chosen = target.map { unit.variants[$0] }
        if let fault = source.fault ?? chosen?.fault {
            leftOut[fault, default: 0] += 1
            return nil
        }
        furtherTexts += unit.variants.count - (target == nil ? 1 : 2)
        if unit.hasFurtherMetadata { unitsWithMetadata += 1 }
        return (source, chosen)
    }

    /// Settles the languages of the file: the first unit's, as they are spelled there.
    mutating func settleLanguages(
        _ source: String?, _ target: String?
    ) -> (source: String, target: String) {
        let languages = (
            source: Self.tag(source, else: wanted.source),
            target: Self.tag(target, else: wanted.target)
        )
        fileLanguages = languages
        return languages
    }

    /// The language to write for a text: as it is spelled, where that is a code by BCP 47.
    static func tag(_ spelling: String?, else wanted: String) -> String {
        let tag = (spelling ?? "").replacing("_", with: "-")
        let subtags = tag.split(separator: "-", omittingEmptySubsequences: false)
        let isTag = subtags.enumerated().allSatisfy { index, subtag in
            (1...8).contains(subtag.utf8.count)
                && subtag.utf8.allSatisfy { byte in
                    let letter = byte | 0x20
                    return (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(letter)
                        || index > 0 && (0x30...0x39).contains(byte)
                }
        }
        return isTag ? tag : wanted.replacing("_", with: "-")
    }

    /// One line for each sort of loss.
    var losses: [String] {
        let counts = [
            (furtherTexts, "text", "in further languages left out"),
            (unitsWithMetadata, "unit", "written without authors, dates and properties"),
        ]
        let reasons = leftOut.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
        return counts.filter { $0.0 > 0 }.map { "\(counted($0, $1)) \($2)" }
            + reasons.map { "\(counted($1, "unit")) left out: \($0.description)" }
    }
}

extension TranslationUnit {
    /// Notes of its texts and of itself, with the name of what each is about.
    func notes(_ texts: (source: Variant, target: Variant?)) -> [(about: String?, text: String)] {
        metadata.notes.map { (nil, $0) }
            + texts.source.metadata.notes.map { ("source", $0) }
            + (texts.target?.metadata.notes ?? []).map { ("target", $0) }
    }

    /// Whether it has metadata besides notes.
    fileprivate var hasFurtherMetadata: Bool {
        ([metadata] + variants.map(\.metadata)).contains { metadata in
            var metadata = metadata
            metadata.notes = []
            return !metadata.isEmpty
        }
    }
}
