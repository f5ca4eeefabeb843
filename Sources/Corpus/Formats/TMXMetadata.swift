/// What the attributes of a `<tu>` or `<tuv>` tell.
struct TMXAttributes {
    /// Those with a place of their own in `Metadata`.
    static let author = "creationid"
    static let created = "creationdate"
    static let changedBy = "changeid"
    static let changed = "changedate"
    /// Those that become properties of the same name; `segtype` has only the unit.
    static let properties = [
        "o-encoding", "datatype", "usagecount", "lastusagedate", "creationtool",
        "creationtoolversion", "o-tmf",
    ]
    static let segmentTypes = ["block", "paragraph", "sentence", "phrase"]

    private let isUnit: Bool
    private(set) var metadata = Metadata()
    private(set) var id: String?
    private(set) var findings: Set<CorpusFinding> = []

    init(isUnit: Bool) {
        self.isUnit = isUnit
    }

    mutating func add(_ attribute: XMLAttribute) {
        if !attribute.isWhole { findings.insert(.shortenedMetadata) }
        if let prefix = attribute.prefix {
            if prefix == "xml", attribute.name == "lang" { return }
            return addProperty("\(prefix):\(attribute.name)", attribute.value)
        }
        let value = attribute.value
        switch attribute.name {
        case "tuid" where isUnit: id = value
        case "srclang" where isUnit, "lang" where !isUnit: break
        case Self.author: metadata.author = value
        case Self.changedBy: metadata.changedBy = value
        case Self.created:
            metadata.created = value
            checkDate(value)
        case Self.changed:
            metadata.changed = value
            checkDate(value)
        default: addProperty(attribute.name, value)
        }
    }

    private mutating func addProperty(_ name: String, _ value: String) {
        metadata.properties.append(Metadata.Property(name: name, value: value))
        if name == "lastusagedate" { checkDate(value) }
        if name == "usagecount", !value.utf8.allSatisfy(Self.isDigit) || value.isEmpty {
            findings.insert(.invalidCount)
        }
    }

    private mutating func checkDate(_ value: String) {
        if !Self.isDate(value) { findings.insert(.invalidDate) }
    }

    /// Whether it has the form that TMX wants, `YYYYMMDDThhmmssZ`.
    static func isDate(_ text: String) -> Bool {
        let bytes = Array(text.utf8.prefix(17))
        guard bytes.count == 16, bytes[8] == UInt8(ascii: "T"), bytes[15] == UInt8(ascii: "Z"),
            (bytes[..<8] + bytes[9..<15]).allSatisfy(isDigit)
        else { return false }
        func number(_ place: Int) -> UInt8 {
            (bytes[place] - UInt8(ascii: "0")) * 10 + bytes[place + 1] - UInt8(ascii: "0")
        }
        return (1...12).contains(number(4)) && (1...31).contains(number(6)) && number(9) <= 23
            && number(11) <= 59 && number(13) <= 60
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}

/// An open `<prop>` or `<note>`.
struct TMXField {
    enum Kind {
        case property(name: String)
        case note
    }

    /// What is kept of one at most.
    static let maximumBytes = 1 << 16

    private let kind: Kind
    private var text: [UInt8] = []
    /// The elements open in it, which it should not have.
    private var depth = 0
    /// Whether it refers to an entity that is not expanded.
    var lacksEntity = false

    init(_ kind: Kind) {
        self.kind = kind
    }

    var byteCount: Int { min(text.count, Self.maximumBytes) + 64 }
    /// Whether nothing was left out.
    var isWhole: Bool { text.count <= Self.maximumBytes && !lacksEntity }

    mutating func append(_ piece: XMLText) {
        // A character more shows that there was more.
        piece.append(to: &text, atMost: Self.maximumBytes + 4 - text.count)
    }

    mutating func open() {
        depth += 1
    }

    /// Closes the innermost element; true when it is the field itself.
    mutating func close() -> Bool {
        depth -= 1
        return depth < 0
    }

    func add(to metadata: inout Metadata) {
        let text = String.decoding(text, atMost: Self.maximumBytes).text
        switch kind {
        case .property(let name):
            metadata.properties.append(Metadata.Property(name: name, value: text))
        case .note: metadata.notes.append(text)
        }
    }
}
