/// A Bible in OSIS: verses as elements, or from one `<verse sID="…"/>` to its `<verse eID="…"/>`.
///
/// Notes, titles and what else stands between the lines is no part of a verse.
enum OSIS {
    static func read(_ source: ByteSource, into collection: VerseCollection) throws {
        let document = OSISDocument(file: source.name, collection: collection)
        let result = Result { try XMLReader.parse(source, with: document) }
        try document.finish(isBroken: (try? result.get()) == nil)
        try result.get()
    }
}

/// Listens to the parser and makes verses.
private final class OSISDocument: XMLHandler {
    private enum Element: String, CaseIterable {
        case osisText, language, verse
        case header, note, title, figure
        case div, chapter, p, lg, l, lb, q, table, row, cell, list, item

        /// Whether its content is about the text and not of it.
        var isApart: Bool {
            switch self {
            case .header, .note, .title, .figure: true
            default: false
            }
        }
    }

    let elementNames = Element.allCases.map(\.rawValue)
    private let elements = Element.allCases
    private var builder: VerseBuilder
    private var depth = 0
    private var depthApart = 0
    private var verseDepth: Int?
    private var declaredLanguage: LayoutText?

    init(file: String, collection: VerseCollection) {
        builder = VerseBuilder(file: file, collection: collection)
    }

    func start(_ tag: XMLStartTag) throws -> Bool {
        depth += 1
        switch tag.element.map({ elements[$0] }) {
        case .osisText: builder.language = tag.attribute("lang", prefix: "xml") ?? builder.language
        case .language where builder.language == nil: declaredLanguage = LayoutText()
        case .verse: try startVerse(tag)
        case let element? where element.isApart: depthApart += 1
        case _?: builder.separate()
        case nil: break
        }
        return wantsText
    }

    func end(element index: Int?) throws -> Bool {
        switch index.map({ elements[$0] }) {
        case .verse where depth == verseDepth:
            try builder.end()
            verseDepth = nil
        case .verse, .osisText: break
        case .language:
            if let language = declaredLanguage?.take(), !language.isEmpty {
                builder.language = language
            }
            declaredLanguage = nil
        case let element? where element.isApart: depthApart -= 1
        case _?: builder.separate()
        case nil: break
        }
        depth -= 1
        return wantsText
    }

    func text(_ text: XMLText) {
        if declaredLanguage != nil {
            declaredLanguage?.append(text)
        } else {
            builder.append(text)
        }
    }

    func unexpandedEntity() {
        if depthApart == 0 { builder.fault = .unknownEntity }
    }

    func finish(isBroken: Bool) throws {
        if isBroken { builder.fault = .cutOff }
        try builder.end()
    }

    private var wantsText: Bool {
        declaredLanguage != nil || builder.isInVerse && depthApart == 0
    }

    private func startVerse(_ tag: XMLStartTag) throws {
        guard depthApart == 0 else { return }
        let start = tag.attribute("sID", maximumBytes: 4_096)
        let name = tag.attribute("osisID", maximumBytes: 4_096) ?? start
        if tag.attribute("eID") != nil {
            try builder.end()
        } else if let name {
            try builder.end()
            builder.start(VerseName.all(in: name), line: tag.line)
            verseDepth = start == nil ? depth : nil
        }
    }
}
