/// The sentences of one document, by their ids.
///
/// A sentence is an `<s id="…">` with plain text or with tokens in `<w>`.
final class XCESDocument: XMLHandler {
    private enum Element: String, CaseIterable {
        case s, w
    }

    /// What all sentences may come to, in bytes of text and ids and `entryCost` for each.
    static let usualMaximumCost = 256 << 20
    /// What a sentence takes in memory besides.
    private static let entryCost = 128

    /// What the document says, of its first element that says it.
    var language: String?

    let elementNames = Element.allCases.map(\.rawValue)
    private let elements = Element.allCases
    private let file: String
    private let maximumCost: Int
    private var texts: [String: String] = [:]
    private var cost = 0
    /// The id of the open sentence.
    private var sentence: String?
    private var text = LayoutText()
    private var depth = 0
    private var sentenceDepth = 0

    init(file: String, maximumCost: Int = usualMaximumCost) {
        self.file = file
        self.maximumCost = maximumCost
    }

    /// The sentences, joined by spaces.
    ///
    /// - Throws: when the document lacks one, or all together are too long
    func text(of ids: [Substring]) throws(UnusableUnit) -> String {
        var result = ""
        for id in ids {
            guard let text = texts[String(id)] else {
                throw UnusableUnit(reason: .missingSentence)
            }
            if result.utf8.count + text.utf8.count > SegmentText.maximumBytes {
                throw UnusableUnit(reason: .tooLong)
            }
            if !result.isEmpty { result += " " }
            result += text
        }
        return result
    }

    func start(_ tag: XMLStartTag) throws -> Bool {
        depth += 1
        switch tag.element.map({ elements[$0] }) {
        case .s where sentence == nil:
            sentence = tag.attribute("id")
            sentenceDepth = depth
            text.reset()
        case .w: text.separate()
        default:
            if language == nil, sentence == nil {
                language = tag.attribute("lang", prefix: "xml") ?? tag.attribute("lang")
            }
        }
        return sentence != nil
    }

    func end(element: Int?) throws -> Bool {
        if element.map({ elements[$0] }) == .w { text.separate() }
        if depth == sentenceDepth, let id = sentence {
            try add(id)
            sentence = nil
        }
        depth -= 1
        return sentence != nil
    }

    func text(_ text: XMLText) {
        self.text.append(text)
    }

    /// A sentence without a part of its text is none.
    func unexpandedEntity() {
        sentence = nil
    }

    private func add(_ id: String) throws {
        guard !text.isTooLong else { return }
        let text = text.take()
        cost += id.utf8.count + text.utf8.count + Self.entryCost
        guard cost <= maximumCost else {
            throw CorpusError(
                reason: .tooLarge(megabytes: maximumCost >> 20),
                position: FilePosition(file: file))
        }
        // Of an id that occurs again, the first sentence counts.
        if texts[id] == nil { texts[id] = text }
    }
}
