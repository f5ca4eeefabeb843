import Foundation
import Reports

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// A page as a strict parser understands it.
final class ParsedPage: NSObject, XMLParserDelegate {
    struct Element: Equatable {
        let name: String
        let attributes: [String: String]
    }

    private(set) var elements: [Element] = []
    private(set) var text = ""
    private(set) var failure: String?

    init(_ html: String) {
        super.init()
        let parser = XMLParser(data: Data(html.utf8))
        parser.delegate = self
        if !parser.parse() {
            let reason = parser.parserError.map { "\($0)" } ?? "unknown"
            failure = "line \(parser.lineNumber), column \(parser.columnNumber): \(reason)"
        }
    }

    convenience init(_ block: some ReportBlock) {
        var page = HTMLPage(title: "page")
        page.add(block)
        self.init(page.html)
    }

    var names: [String] { elements.map(\.name) }

    /// The elements with one of the space-separated names in their `class`.
    func elements(ofClass name: String) -> [Element] {
        elements.filter {
            $0.attributes["class"]?.split(separator: " ").contains(name[...]) ?? false
        }
    }

    func elements(named name: String) -> [Element] {
        elements.filter { $0.name == name }
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
        qualifiedName: String?, attributes: [String: String] = [:]
    ) {
        elements.append(Element(name: name, attributes: attributes))
    }

    func parser(_ parser: XMLParser, foundCharacters characters: String) {
        text += characters
    }
}
