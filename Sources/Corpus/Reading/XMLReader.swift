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
//
// libxml2 has limits of its own: 256 levels of elements; 10 MB for a comment, an instruction, a
// CDATA section. `XMLLimits` adds what it leaves open.

/// What a format does with the events of an XML document.
///
/// A structure is faster than a class, whose properties are checked for overlapping accesses.
protocol XMLHandler {
    /// The local names of the elements it knows; `element` below is an index into them, or nil.
    var elementNames: [String] { get }
    /// - Returns: whether `text` is to be called for what follows this tag
    mutating func start(_ tag: XMLStartTag) throws -> Bool
    /// - Returns: whether `text` is to be called for what follows this tag
    mutating func end(element: Int?) throws -> Bool
    mutating func text(_ text: XMLText)
    /// A reference to an entity that is not expanded, in the content of an element.
    mutating func unexpandedEntity()
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
            let value = UnsafeBufferPointer(start: start, count: end - start)
            return Self.value(value, maximumBytes).text
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
        // Most differ in the first byte, which saves the call.
        return literal.withUTF8Buffer {
            text.pointee == $0.baseAddress?.pointee && xmlStrcmp(text, $0.baseAddress) == 0
        }
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
    static func parse<Handler: XMLHandler>(
        _ source: ByteSource, with handler: inout Handler
    ) throws {
        let session = XMLSession.Pointer.allocate(capacity: 1)
        session.initialize(to: XMLSession(source, handler))
        defer {
            if let result = session.pointee.handler as? Handler { handler = result }
            session.deinitialize(count: 1)
            session.deallocate()
        }
        try XMLSession.run(session)
    }

    static func parse(_ source: ByteSource, with handler: some XMLHandler & AnyObject) throws {
        var handler = handler
        try parse(source, with: &handler)
    }
}

/// What a document may have at most, so that no file takes unbounded time or memory; no corpus
/// comes near.
private enum XMLLimits {
    /// Of a tag, of a document type; libxml2 holds it as a whole and compares the attributes of
    /// a tag each with each.
    static let tagBytes = 1 << 20
    static let attributes = 1_000
    /// In scope at one place; libxml2 looks through all for each tag.
    static let namespaces = 1_000
    /// Different names of elements and attributes; libxml2 keeps them all.
    static let names: Int32 = 50_000
}

/// One run of the parser; what its C callbacks find through their context pointer.
///
/// A structure behind a pointer and no class, whose properties would be checked for overlapping
/// accesses at each of millions of events.
private struct XMLSession: ~Copyable {
    typealias Pointer = UnsafeMutablePointer<XMLSession>

    let source: ByteSource
    var handler: any XMLHandler
    var names: XMLElementNames
    var parser: xmlParserCtxtPtr?
    /// The line where the last event ended, which is where the next tag begins.
    var line = 1
    /// What the handler answered to the last tag.
    var wantsText = false
    /// What was read since the last tag or text.
    var unseenBytes = 0
    /// What the handler or the source threw; ends the parse.
    var failure: (any Error)?
    var fault: CorpusError?
    /// What the parser is given for every entity: an external one, never loaded.
    let entity: UnsafeMutablePointer<xmlEntity>

    init(_ source: ByteSource, _ handler: any XMLHandler) {
        self.source = source
        self.handler = handler
        names = XMLElementNames(handler.elementNames)
        entity = .allocate(capacity: 1)
    }

    static func run(_ session: Pointer) throws {
        let entity = session.pointee.entity
        entity.initialize(to: xmlEntity())
        entity.pointee.type = XML_ENTITY_DECL
        entity.pointee.etype = XML_EXTERNAL_GENERAL_PARSED_ENTITY
        entity.pointee.name = UnsafePointer(xmlStrdup("entity"))
        // Where it is nil, libxml2 leaves the text of the first declaration here, and nobody frees it.
        entity.pointee.orig = UnsafeMutablePointer(mutating: entity.pointee.name)
        defer {
            free(UnsafeMutablePointer(mutating: entity.pointee.name))
            entity.deallocate()
        }
        try parse(session)
    }

    private static func parse(_ session: Pointer) throws {
        xmlInitParser()
        var handlers = makeHandlers()
        guard
            let parser = xmlCreateIOParserCtxt(
                &handlers, session, readBytes, nil, session, XML_CHAR_ENCODING_NONE)
        else {
            throw session.pointee.failure
                ?? session.pointee.brokenXML("libxml2 cannot start", line: nil)
        }
        defer {
            // Where libxml2 keeps the entities that the document declares.
            xmlFreeDoc(parser.pointee.myDoc)
            parser.pointee.myDoc = nil
            xmlFreeParserCtxt(parser)
        }
        session.pointee.parser = parser
        // Conversion tells its errors to no parser but to the thread, which else prints them.
        let outer = (__xmlStructuredErrorContext().pointee, __xmlStructuredError().pointee)
        xmlSetStructuredErrorFunc(session, noteConversion)
        defer { xmlSetStructuredErrorFunc(outer.0, outer.1) }
        xmlCtxtUseOptions(parser, Int32(XML_PARSE_NONET.rawValue))
        let status = xmlParseDocument(parser)
        if let failure = session.pointee.failure { throw failure }
        if let fault = session.pointee.fault { throw fault }
        if status != 0 {
            throw session.pointee.brokenXML(
                "libxml2 error \(status)", line: session.pointee.line)
        }
    }

    func brokenXML(_ why: String, line: Int?) -> CorpusError {
        CorpusError(
            reason: .brokenXML(why), position: FilePosition(file: source.name, line: line))
    }
}

// MARK: - Events

extension XMLSession {
    mutating func start(_ tag: XMLStartTag) {
        guard failure == nil else { return }
        do {
            wantsText = try handler.start(tag)
        } catch {
            stop(error)
        }
        noteLine()
    }

    mutating func end(_ element: Int?) {
        guard failure == nil else { return }
        do {
            wantsText = try handler.end(element: element)
        } catch {
            stop(error)
        }
        noteLine()
    }

    mutating func text(_ start: UnsafePointer<xmlChar>, _ count: Int32) {
        if wantsText { handler.text(XMLText(start: start, byteCount: Int(count))) }
        noteLine()
    }

    mutating func reference() {
        guard failure == nil else { return }
        handler.unexpandedEntity()
        noteLine()
    }

    mutating func noteLine() {
        unseenBytes = 0
        if let input = parser?.pointee.input { line = Int(input.pointee.line) }
    }

    /// Ends the parse; not for use while the parser reads.
    mutating func stop(_ error: any Error) {
        failure = error
        wantsText = false
        if let parser { xmlStopParser(parser) }
    }

    /// Why a start tag is more than is allowed.
    func excess(attributes: Int32, namespaces: Int32) -> String? {
        if Int(attributes) > XMLLimits.attributes {
            return "a tag with more than \(XMLLimits.attributes) attributes"
        }
        // Two entries each: prefix and address.
        if namespaces > 0, let parser, Int(parser.pointee.nsNr) > 2 * XMLLimits.namespaces {
            return "more than \(XMLLimits.namespaces) namespaces at a time"
        }
        return nil
    }

    /// Fills the parser's buffer; throws what is wrong with the file or too much of one thing.
    mutating func read(into room: UnsafeMutableBufferPointer<UInt8>) throws -> Int {
        if let parser {
            if unseenBytes > XMLLimits.tagBytes, Self.isBounded(parser.pointee.instate) {
                throw brokenXML("a tag or declaration larger than 1 MiB", line: line)
            }
            if xmlDictSize(parser.pointee.dict) > XMLLimits.names {
                throw brokenXML(
                    "more than \(XMLLimits.names) different names",
                    line: line)
            }
        }
        let count = try source.read(into: room)
        unseenBytes += count
        return count
    }

    /// Whether what the parser is in has to end within `tagBytes`.
    private static func isBounded(_ state: xmlParserInputState) -> Bool {
        switch state {
        case XML_PARSER_COMMENT, XML_PARSER_PI, XML_PARSER_CDATA_SECTION, XML_PARSER_MISC,
            XML_PARSER_PROLOG, XML_PARSER_EPILOG:
            false
        default: true
        }
    }

    /// Keeps the first error that makes the document not well-formed.
    mutating func note(_ error: xmlError) {
        guard fault == nil, error.level == XML_ERR_FATAL else { return }
        fault = brokenXML(Self.sentence(error), line: max(1, Int(error.line)))
    }

    /// Keeps the first error in converting to UTF-8, where the parser sees nothing but the end.
    mutating func noteConversion(_ error: xmlError) {
        guard fault == nil, error.level.rawValue >= XML_ERR_ERROR.rawValue else { return }
        fault = brokenXML(Self.sentence(error), line: line)
    }

    /// What libxml2 says, in one line.
    private static func sentence(_ error: xmlError) -> String {
        let message = error.message.map { String(cString: $0) } ?? "error \(error.code)"
        let sentence = message.split(whereSeparator: \.isNewline).first.map(String.init) ?? message
        return String(sentence.prefix(200))
    }
}

// MARK: - C callbacks

extension XMLSession {
    private static func at(_ context: UnsafeMutableRawPointer?) -> Pointer? {
        context?.assumingMemoryBound(to: XMLSession.self)
    }

    static let readBytes: xmlInputReadCallback = { context, buffer, capacity in
        guard let session = XMLSession.at(context), let buffer, capacity > 0,
            session.pointee.failure == nil
        else { return -1 }
        let count = Int(capacity)
        return buffer.withMemoryRebound(to: UInt8.self, capacity: count) { start in
            do {
                let room = UnsafeMutableBufferPointer(start: start, count: count)
                return Int32(try session.pointee.read(into: room))
            } catch {
                // Not `stop`: that frees the buffer being filled. The parser takes −1 for the end.
                session.pointee.failure = error
                session.pointee.wantsText = false
                return -1
            }
        }
    }

    static let noteConversion: xmlStructuredErrorFunc = { context, error in
        guard let error else { return }
        XMLSession.at(context)?.pointee.noteConversion(error.pointee)
    }

    static func makeHandlers() -> xmlSAXHandler {
        var handlers = xmlSAXHandler()
        handlers.initialized = UInt32(XML_SAX2_MAGIC)
        addElementHandlers(&handlers)
        handlers.characters = { context, text, count in
            guard let text else { return }
            XMLSession.at(context)?.pointee.text(text, count)
        }
        handlers.cdataBlock = handlers.characters
        handlers.ignorableWhitespace = handlers.characters
        handlers.comment = { context, _ in XMLSession.at(context)?.pointee.noteLine() }
        handlers.processingInstruction = { context, _, _ in
            XMLSession.at(context)?.pointee.noteLine()
        }
        handlers.internalSubset = { context, _, _, _ in
            XMLSession.at(context)?.pointee.noteLine()
        }
        handlers.getEntity = { context, _ in XMLSession.at(context)?.pointee.entity }
        handlers.reference = { context, _ in XMLSession.at(context)?.pointee.reference() }
        handlers.serror = { context, error in
            guard let error else { return }
            XMLSession.at(context)?.pointee.note(error.pointee)
        }
        return handlers
    }

    private static func addElementHandlers(_ handlers: inout xmlSAXHandler) {
        handlers.startElementNs = {
            context, name, _, namespace, namespaces, _, count, _, attributes in
            guard let name, let session = XMLSession.at(context) else { return }
            if let excess = session.pointee.excess(attributes: count, namespaces: namespaces) {
                let error = session.pointee.brokenXML(excess, line: session.pointee.line)
                return session.pointee.stop(error)
            }
            let element = session.pointee.names.element(named: name)
            session.pointee.start(
                XMLStartTag(
                    element: element, line: session.pointee.line,
                    namespace: XMLNamespace(namespace), localName: name,
                    attributes: attributes, attributeCount: Int(count)))
        }
        handlers.endElementNs = { context, name, _, _ in
            guard let name, let session = XMLSession.at(context) else { return }
            let element = session.pointee.names.element(named: name)
            session.pointee.end(element)
        }
    }
}

/// The elements that a format knows, found by the address of their name: libxml2 keeps one copy of
/// each name until the end of the parse.
private struct XMLElementNames {
    private typealias Entry = (address: UnsafePointer<xmlChar>?, element: Int?)

    /// Each with a NUL behind it.
    private let names: [[xmlChar]]
    /// The answer to the last name of each hash.
    private var recent: [Entry]
    private static let size = 256

    init(_ names: [String]) {
        self.names = names.map { Array($0.utf8) + [0] }
        recent = Array(repeating: (nil, nil), count: Self.size)
    }

    mutating func element(named name: UnsafePointer<xmlChar>) -> Int? {
        let address = UInt(bitPattern: name)
        let hash = Int((address ^ address >> 8) % UInt(Self.size))
        if recent[hash].address == name { return recent[hash].element }
        let element = names.firstIndex { xmlStrcmp(name, $0) == 0 }
        recent[hash] = (name, element)
        return element
    }
}
