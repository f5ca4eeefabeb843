@testable import Corpus

/// Makes units of every sort that a file may hold, the same ones from the same seed.
struct UnitGenerator {
    private var random: SplitMix
    private static let pieces = [
        "a", "word", "Größe", "日本語", "שלום", "مرحبا", "e\u{301}", "\u{1F469}\u{200D}\u{1F680}",
        "𝄞", " ", "  ", "\t", "\n", "\r\n", "\r", "\u{a0}", "\u{2028}", "\u{85}", "\u{feff}",
        "<", ">", "&", "&amp;", "\"", "'", "]]>", "<b>", "<!--", "\u{fffd}", "0", "%s",
    ]
    private static let languages = ["en", "de", "EN", "en-US", "ja", "sr-Latn", "x-own"]
    private static let properties = [
        "datatype", "usagecount", "segtype", "o-tmf", "x-domain", "", "lang", "usagecount",
    ]

    init(seed: UInt64) {
        random = SplitMix(state: seed)
    }

    mutating func unit() -> TranslationUnit {
        let variants = (0..<Int.random(in: 1...4, using: &random)).map { _ in
            TranslationUnit.Variant(
                language: Self.languages.randomElement(using: &random), segment: segment(),
                metadata: metadata())
        }
        return TranslationUnit(
            id: maybe { $0.text() }, variants: variants, metadata: metadata(),
            position: FilePosition(file: ""))
    }

    mutating func segment(depth: Int = 0) -> Segment {
        let text = text()
        let places = Self.places(in: text)
        let count = Bool.random(using: &random) ? 0 : Int.random(in: 0...6, using: &random)
        let offsets = (0..<count).map { _ in places.randomElement(using: &random) ?? 0 }.sorted()
        var open: [Int: [String?]] = [:]
        let codes = offsets.map { offset in
            var code = code(at: offset, depth: depth)
            if code.kind == .open { open[code.number, default: []].append(code.type) }
            // A closing code has its opening one's type.
            if code.kind == .close, let type = open[code.number]?.popLast() { code.type = type }
            return code
        }
        return Segment(text, codes: codes)
    }

    private mutating func code(at offset: Int, depth: Int) -> InlineCode {
        let markup = text()
        var subflows: [InlineCode.Subflow] = []
        if depth < 2, Int.random(in: 0..<4, using: &random) == 0 {
            let place = Self.places(in: markup).randomElement(using: &random) ?? 0
            subflows = [InlineCode.Subflow(offset: place, segment: segment(depth: depth + 1))]
        }
        return InlineCode(
            InlineCode.Kind.allCases.randomElement(using: &random) ?? .alone,
            number: Int.random(in: 1...4, using: &random), markup: markup,
            type: maybe { $0.text() }, offset: offset, subflows: subflows)
    }

    private mutating func metadata() -> Metadata {
        var metadata = Metadata()
        guard Bool.random(using: &random) else { return metadata }
        metadata.author = maybe { $0.text() }
        metadata.created = maybe { _ in "20260131T235959Z" }
        metadata.changedBy = maybe { $0.text() }
        metadata.changed = maybe { $0.text() }
        metadata.notes = (0..<Int.random(in: 0...2, using: &random)).map { _ in text() }
        metadata.properties = (0..<Int.random(in: 0...4, using: &random)).map { _ in
            Metadata.Property(
                name: Self.properties.randomElement(using: &random) ?? "",
                value: Bool.random(using: &random) ? "sentence" : text())
        }
        return metadata
    }

    mutating func text() -> String {
        (0..<Int.random(in: 0...8, using: &random)).map { _ in
            Self.pieces.randomElement(using: &random) ?? ""
        }.joined()
    }

    private mutating func maybe(_ make: (inout UnitGenerator) -> String) -> String? {
        Bool.random(using: &random) ? make(&self) : nil
    }

    /// The starts of all characters and the end, in bytes.
    private static func places(in text: String) -> [Int] {
        var places = [0]
        for scalar in text.unicodeScalars {
            places.append(places[places.count - 1] + scalar.utf8.count)
        }
        return places
    }
}
