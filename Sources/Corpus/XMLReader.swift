import CLibXML2
import Foundation

// Goals, in order: nothing outside the file is ever read; time and memory stay bounded whatever
// the file says; lines are right; speed.
//
// libxml2's SAX interface, not its xmlTextReader: the latter builds and drops a node for each
// event, which halves the speed, and its line numbers end at 65,535. All of libxml2's own SAX
// handlers, which would build trees, keep entity declarations or load external subsets, are left
// out: what is not set in `makeHandlers` does not happen.
//
// No entity but XML's five is expanded. To every other name, declared or not, the parser is told
// that it is an external entity, which it does not load; the format hears of the reference and can
// pass over the unit it is in.

/// What a format does with the events of an XML document.
protocol XMLHandler: AnyObject {
    /// The local names of the elements it knows; `element` below is an index into them, or nil.
    var elementNames: [String] { get }
    /// - Returns: whether `text` is to be called for what follows this tag
    func start(_ tag: XMLStartTag) throws -> Bool
    /// - Returns: whether `text` is to be called for what follows this tag
    func end(element: Int?) throws -> Bool
    func text(_ text: XMLText)
    /// A reference to an entity that is not expanded, in the content of an element.
    func unexpandedEntity()
}

/// The namespace of an element, to be compared within one document.
struct XMLNamespace: Equatable {
    /// Where libxml2 keeps its one copy of the name, which is not read.
    private let address: UInt

    fileprivate init(_ name: UnsafePointer<xmlChar>?) {
        address = UInt(bitPattern: name)
    }
}

/// A start tag; valid only during the call that it is passed to.
struct XMLStartTag {
    let element: Int?
    /// The line of its `<`.
    let line: Int
    let namespace: XMLNamespace
    fileprivate let localName: UnsafePointer<xmlChar>
    fileprivate let attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
    fileprivate let attributeCount: Int

    var name: String { String(cString: localName) }

    /// Hands on each attribute, in the file's order, with its prefix as written and at most
    /// `maximumBytes` of its value.
    func forEachAttribute(maximumBytes: Int, _ body: (XMLAttribute) -> Void) {
        guard let attributes else { return }
        for index in 0..<attributeCount {
            let attribute = attributes + 5 * index
            guard let name = attribute[0], let start = attribute[3], let end = attribute[4] else {
                continue
            }
            let (value, isWhole) = Self.value(
                UnsafeBufferPointer(start: start, count: end - start), maximumBytes)
            body(
                XMLAttribute(
                    prefix: attribute[1].map { String(cString: $0) },
                    name: String(cString: name), value: value, isWhole: isWhole))
        }
    }

    /// The attribute's value, at most `maximumBytes` of it.
    ///
    /// - Parameter prefix: the namespace prefix as written, nil for none
    func attribute(
        _ name: StaticString, prefix: StaticString? = nil, maximumBytes: Int = 256
    ) -> String? {
        guard let attributes else { return nil }
        for index in 0..<attributeCount {
            // libxml2 gives five pointers each: name, prefix, namespace, value, end of value.
            let attribute = attributes + 5 * index
            guard Self.equal(attribute[0], name), Self.equal(attribute[1], prefix),
                let start = attribute[3], let end = attribute[4]
            else { continue }
            return Self.value(
                UnsafeBufferPointer(start: start, count: end - start), maximumBytes
            ).text
        }
        return nil
    }

    /// The value of the attribute of this local name, whatever its prefix.
    func attribute(named name: String, maximumBytes: Int) -> String? {
        guard let attributes else { return nil }
        for index in 0..<attributeCount {
            let attribute = attributes + 5 * index
            guard let start = attribute[3], let end = attribute[4],
                xmlStrcmp(attribute[0], name) == 0
            else { continue }
            return Self.value(
                UnsafeBufferPointer(start: start, count: end - start), maximumBytes
            ).text
        }
        return nil
    }

    /// What an attribute says: where libxml2 does not expand entities, it gives each `&` of a value
    /// as `&#38;`.
    private static func value(
        _ bytes: UnsafeBufferPointer<xmlChar>, _ limit: Int
    ) -> (text: String, isWhole: Bool) {
        guard bytes.contains(UInt8(ascii: "&")) else {
            return String.decoding(bytes, atMost: limit)
        }
        var value: [UInt8] = []
        var index = 0
        while index < bytes.count, value.count <= limit {
            value.append(bytes[index])
            index += bytes[index...].starts(with: ampersand) ? ampersand.count : 1
        }
        return String.decoding(value, atMost: limit)
    }

    private static let ampersand = Array("&#38;".utf8)

    private static func equal(_ text: UnsafePointer<xmlChar>?, _ literal: StaticString?) -> Bool {
        guard let text, let literal else { return text == nil && literal == nil }
        return literal.withUTF8Buffer { xmlStrcmp(text, $0.baseAddress) == 0 }
    }
}

/// One attribute of a start tag.
struct XMLAttribute {
    /// As written; nil where there is none.
    let prefix: String?
    let name: String
    let value: String
    /// Whether the value is not cut short.
    let isWhole: Bool
}

extension String {
    /// As many whole characters of UTF-8 as fit, and whether that is all.
    static func decoding(
        _ bytes: some RandomAccessCollection<UInt8>, atMost limit: Int
    ) -> (text: String, isWhole: Bool) {
        guard bytes.count > limit else { return (String(decoding: bytes, as: UTF8.self), true) }
        var end = bytes.index(bytes.startIndex, offsetBy: limit)
        // Back to the start of the character that the limit falls in.
        while end > bytes.startIndex, bytes[end] & 0xC0 == 0x80 {
            end = bytes.index(before: end)
        }
        return (String(decoding: bytes[..<end], as: UTF8.self), false)
    }
}

/// A piece of text, UTF-8; valid only during the call that it is passed to.
struct XMLText {
    fileprivate let start: UnsafePointer<xmlChar>
    let byteCount: Int

    func append(to bytes: inout [UInt8], atMost limit: Int = .max) {
        let count = max(0, min(byteCount, limit))
        bytes.append(contentsOf: UnsafeBufferPointer(start: start, count: count))
    }
}

enum XMLReader {
    /// Parses a document from start to end.
    ///
    /// Throws what `handler` or `source` throws, and `CorpusError.Reason.brokenXML` with the line
    /// where the document stops being well-formed; the events before that have been handled.
    static func parse(_ source: ByteSource, with handler: any XMLHandler) throws {
        let session = XMLSession(source, handler)
        try withExtendedLifetime(session) { try session.run() }
    }
}

/// One run of the parser; what its C callbacks find through their context pointer.
private final class XMLSession {
    let source: ByteSource
    let handler: any XMLHandler
    let names: [String]
    /// libxml2 keeps one copy of each name, so that a known one is known by its address.
    var knownNames: [(address: UnsafePointer<xmlChar>, element: Int)] = []
    var parser: xmlParserCtxtPtr?
    /// The line where the last event ended, which is where the next tag begins.
    var line = 1
    /// What the handler answered to the last tag.
    var wantsText = false
    /// What the handler or the source threw; ends the parse.
    var failure: (any Error)?
    var fault: CorpusError?
    /// What the parser is given for every entity: an external one, never loaded.
    let entity: UnsafeMutablePointer<xmlEntity>

    init(_ source: ByteSource, _ handler: any XMLHandler) {
        self.source = source
        self.handler = handler
        names = handler.elementNames
        entity = .allocate(capacity: 1)
        entity.initialize(to: xmlEntity())
        entity.pointee.type = XML_ENTITY_DECL
        entity.pointee.etype = XML_EXTERNAL_GENERAL_PARSED_ENTITY
        entity.pointee.name = UnsafePointer(xmlStrdup("entity"))
    }

    deinit {
        free(UnsafeMutablePointer(mutating: entity.pointee.name))
        entity.deinitialize(count: 1)
        entity.deallocate()
    }

    func run() throws {
        xmlInitParser()
        var handlers = Self.makeHandlers()
        let context = Unmanaged.passUnretained(self).toOpaque()
        guard
            let parser = xmlCreateIOParserCtxt(
                &handlers, context, Self.readBytes, nil, context, XML_CHAR_ENCODING_NONE)
        else { throw failure ?? brokenXML("libxml2 cannot start", line: nil) }
        defer { xmlFreeParserCtxt(parser) }
        self.parser = parser
        xmlCtxtUseOptions(parser, Int32(XML_PARSE_NONET.rawValue))
        let status = xmlParseDocument(parser)
        if let failure { throw failure }
        if let fault { throw fault }
        if status != 0 { throw brokenXML("libxml2 error \(status)", line: line) }
    }

    /// Runs a handler's method; what it throws ends the parse.
    func attempt(_ action: () throws -> Bool) {
        guard failure == nil else { return }
        do {
            wantsText = try action()
        } catch {
            failure = error
            wantsText = false
            if let parser { xmlStopParser(parser) }
        }
    }

    func noteLine() {
        if let parser { line = Int(xmlSAX2GetLineNumber(parser)) }
    }

    func element(named name: UnsafePointer<xmlChar>) -> Int? {
        for known in knownNames where known.address == name { return known.element }
        guard let element = names.firstIndex(where: { xmlStrcmp(name, $0) == 0 }) else {
            return nil
        }
        knownNames.append((name, element))
        return element
    }

    func brokenXML(_ why: String, line: Int?) -> CorpusError {
        CorpusError(
            reason: .brokenXML(why), position: FilePosition(file: source.name, line: line))
    }
}

// MARK: - C callbacks

extension XMLSession {
    private static func of(_ context: UnsafeMutableRawPointer?) -> XMLSession? {
        context.map { Unmanaged<XMLSession>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Like `of`, without counting references: millions of events each save a few.
    private static func with(
        _ context: UnsafeMutableRawPointer?, _ body: (XMLSession) -> Void
    ) {
        guard let context else { return }
        Unmanaged<XMLSession>.fromOpaque(context)._withUnsafeGuaranteedRef(body)
    }

    static let readBytes: xmlInputReadCallback = { context, buffer, capacity in
        guard let session = XMLSession.of(context), let buffer, capacity > 0,
            session.failure == nil
        else { return -1 }
        let count = Int(capacity)
        return buffer.withMemoryRebound(to: UInt8.self, capacity: count) { start in
            do {
                let room = UnsafeMutableBufferPointer(start: start, count: count)
                return Int32(try session.source.read(into: room))
            } catch {
                // Not `stop`: that frees the buffer being filled. The parser takes −1 for the end.
                session.failure = error
                session.wantsText = false
                return -1
            }
        }
    }

    static func makeHandlers() -> xmlSAXHandler {
        var handlers = xmlSAXHandler()
        handlers.initialized = UInt32(XML_SAX2_MAGIC)
        addElementHandlers(&handlers)
        handlers.characters = { context, text, count in
            XMLSession.with(context) { session in
                if session.wantsText, let text {
                    session.handler.text(XMLText(start: text, byteCount: Int(count)))
                }
                session.noteLine()
            }
        }
        handlers.cdataBlock = handlers.characters
        handlers.ignorableWhitespace = handlers.characters
        handlers.comment = { context, _ in XMLSession.of(context)?.noteLine() }
        handlers.processingInstruction = { context, _, _ in XMLSession.of(context)?.noteLine() }
        handlers.internalSubset = { context, _, _, _ in XMLSession.of(context)?.noteLine() }
        handlers.getEntity = { context, _ in XMLSession.of(context)?.entity }
        handlers.reference = { context, _ in
            guard let session = XMLSession.of(context), session.failure == nil else { return }
            session.handler.unexpandedEntity()
            session.noteLine()
        }
        handlers.serror = { context, error in
            guard let error, let session = XMLSession.of(context) else { return }
            session.note(error.pointee)
        }
        return handlers
    }

    private static func addElementHandlers(_ handlers: inout xmlSAXHandler) {
        handlers.startElementNs = { context, name, _, namespace, _, _, count, _, attributes in
            guard let name else { return }
            XMLSession.with(context) { session in
                let tag = XMLStartTag(
                    element: session.element(named: name), line: session.line,
                    namespace: XMLNamespace(namespace), localName: name,
                    attributes: attributes, attributeCount: Int(count))
                session.attempt { try session.handler.start(tag) }
                session.noteLine()
            }
        }
        handlers.endElementNs = { context, name, _, _ in
            guard let name else { return }
            XMLSession.with(context) { session in
                let element = session.element(named: name)
                session.attempt { try session.handler.end(element: element) }
                session.noteLine()
            }
        }
    }

    /// Keeps the first error that makes the document not well-formed.
    private func note(_ error: xmlError) {
        guard fault == nil, error.level == XML_ERR_FATAL else { return }
        let message = error.message.map { String(cString: $0) } ?? "error \(error.code)"
        let sentence = message.split(whereSeparator: \.isNewline).first.map(String.init) ?? message
        fault = brokenXML(String(sentence.prefix(200)), line: max(1, Int(error.line)))
    }
}
