/// A Bible in the Corpus Encoding Standard: a verse is a `<seg id="b.GEN.1.1" type="verse">`.
enum CESBible {
    static func read(_ source: ByteSource, into collection: VerseCollection) throws {
        let document = CESBibleDocument(file: source.name, collection: collection)
        let result = Result { try XMLReader.parse(source, with: document) }
        try document.finish(isBroken: (try? result.get()) == nil)
        try result.get()
    }
}

/// Listens to the parser and makes verses.
private final class CESBibleDocument: XMLHandler {
    private enum Element: String, CaseIterable {
        case cesDoc, text, body, language, seg, note
    }

    let elementNames = Element.allCases.map(\.rawValue)
    private let elements = Element.allCases
    private var builder: VerseBuilder
    private var depth = 0
    private var verseDepth = 0
    private var depthOfNotes = 0

    init(file: String, collection: VerseCollection) {
        builder = VerseBuilder(file: file, collection: collection)
    }

    func start(_ tag: XMLStartTag) throws -> Bool {
        depth += 1
        switch tag.element.map({ elements[$0] }) {
        case .cesDoc, .text, .body:
            builder.language =
                tag.attribute("lang", prefix: "xml") ?? tag.attribute("lang") ?? builder.language
        // `<language id="en" iso639="eng">` in the header; what the body says goes before it.
        case .language: builder.language = builder.language ?? tag.attribute("id")
        case .seg where !builder.isInVerse && tag.attribute("type") == "verse":
            verseDepth = depth
            builder.start(VerseName.all(in: tag.attribute("id") ?? ""), line: tag.line)
        case .note: depthOfNotes += 1
        default: break
        }
        return wantsText
    }

    func end(element index: Int?) throws -> Bool {
        if index.map({ elements[$0] }) == .note { depthOfNotes -= 1 }
        if builder.isInVerse, depth == verseDepth { try builder.end() }
        depth -= 1
        return wantsText
    }

    func text(_ text: XMLText) {
        builder.append(text)
    }

    func unexpandedEntity() {
        if depthOfNotes == 0 { builder.fault = .unknownEntity }
    }

    func finish(isBroken: Bool) throws {
        if isBroken { builder.fault = .cutOff }
        try builder.end()
    }

    private var wantsText: Bool { builder.isInVerse && depthOfNotes == 0 }
}
