/// A `<trans-unit>` of XLIFF 1.2 or a `<unit>` of XLIFF 2 in the making.
///
/// What refers to other parts of the unit is settled at its end: the numbers of the codes, their
/// native code in `<originalData>`, the states that Trados puts behind the text.
struct XLIFFUnit {
    struct Texts {
        var source: XLIFFText?
        /// The `<seg-source>`.
        var segmentedSource: XLIFFText?
        var target: XLIFFText?

        /// The source as it is segmented, if it is.
        var chosenSource: XLIFFText? {
            if let segmentedSource, !segmentedSource.parts.isEmpty { return segmentedSource }
            return source ?? segmentedSource
        }
    }

    /// The texts of one segment and what is said of them.
    struct SegmentDraft {
        var id: String?
        var position: FilePosition
        var isIgnorable = false
        var texts = Texts()
        var sourceLanguage: String?
        var targetLanguage: String?
        var state: TranslationUnit.State?
        var properties: [Metadata.Property] = []
    }

    /// What Trados says of one segment of a trans-unit (`<sdl:seg>`).
    struct SegmentDefinition {
        var state: TranslationUnit.State?
        var metadata = Metadata()
    }

    /// What a unit may hold in all; no honest one comes near.
    static let maximumBytes = 4 << 20
    private static let maximumSegments = 10_000

    let position: FilePosition
    var isTranslatable = true
    /// Why the unit cannot be used.
    private(set) var fault: CorpusReport.Reason?
    let gathering: Gathering
    let id: String?
    let isApproved: Bool
    let languages: (source: String?, target: String?)
    /// The state of the dialect's own attributes.
    private(set) var state: TranslationUnit.State?
    private(set) var metadata = Metadata()
    private(set) var segments: [SegmentDraft] = []
    private(set) var data: [String: String] = [:]
    private(set) var segmentDefinitions: [String: SegmentDefinition] = [:]
    private var openDefinition: String?
    private var bytes = 0

    /// - Parameter isWhole: whether the unit itself holds the texts, as in XLIFF 1.2
    init(
        _ tag: XMLStartTag, isWhole: Bool, gathering: Gathering,
        languages: (source: String?, target: String?), position: FilePosition
    ) {
        self.position = position
        self.gathering = gathering
        self.languages = languages
        isApproved = tag.attribute("approved") == "yes"
        state =
            tag.attribute("status", prefix: "mq").flatMap { XLIFFState.state(memoQ: $0) }
            ?? tag.attribute("confirmed", prefix: "m").map { $0 == "1" ? .translated : .initial }
        let name = tag.attribute(isWhole ? "resname" : "name", maximumBytes: 4_096)
        let id = tag.attribute("id", maximumBytes: 4_096)
        self.id = UnitIdentifiers.isMade(id) ? name : id
        if isWhole { segments.append(SegmentDraft(position: position)) }
        if gathering.metadata { gatherAttributes(tag, name: self.id == name ? nil : name) }
    }

    private mutating func gatherAttributes(_ tag: XMLStartTag, name: String?) {
        metadata.changedBy = tag.attribute("lastchanginguser", prefix: "mq")
        metadata.changed = tag.attribute("lastchangedtimestamp", prefix: "mq")
        let properties: [(String, String?)] = [
            ("name", name), ("approved", tag.attribute("approved")),
            ("restype", tag.attribute("restype")), ("type", tag.attribute("type")),
            ("mq:status", tag.attribute("status", prefix: "mq")),
            ("mq:percent", tag.attribute("percent", prefix: "mq")),
            ("m:confirmed", tag.attribute("confirmed", prefix: "m")),
        ]
        metadata.properties = Self.present(properties)
    }

    private static func present(_ pairs: [(String, String?)]) -> [Metadata.Property] {
        pairs.compactMap { name, value in
            value.map { Metadata.Property(name: name, value: $0) }
        }
    }
}

// MARK: - Parts

extension XLIFFUnit {
    mutating func startSegment(_ tag: XMLStartTag, isIgnorable: Bool) {
        guard charge(256), segments.count < Self.maximumSegments else { return fault = .tooLong }
        let line = FilePosition(file: position.file, line: tag.line)
        var segment = SegmentDraft(id: tag.attribute("id"), position: line)
        segment.isIgnorable = isIgnorable
        let state = tag.attribute("state")
        segment.state = state.flatMap { XLIFFState.state($0) }
        if gathering.metadata {
            segment.properties = Self.present([
                ("state", state), ("subState", tag.attribute("subState")),
            ])
        }
        segments.append(segment)
    }

    /// Takes what the tag of a `<source>` or `<target>` says.
    mutating func noteText(_ tag: XMLStartTag, isTarget: Bool) {
        guard let last = segments.indices.last else { return }
        let language = tag.language("lang", prefix: "xml")
        guard isTarget else {
            segments[last].sourceLanguage = language ?? segments[last].sourceLanguage
            return
        }
        segments[last].targetLanguage = language
        guard let state = tag.attribute("state") else { return }
        segments[last].state = XLIFFState.state(state)
        guard gathering.metadata else { return }
        segments[last].properties = Self.present([
            ("state", state), ("state-qualifier", tag.attribute("state-qualifier")),
        ])
    }

    /// Keeps a text of the last segment; of two in one place the first.
    mutating func setText(
        _ text: XLIFFText, at place: WritableKeyPath<Texts, XLIFFText?>
    ) {
        guard let last = segments.indices.last else { return }
        guard charge(text.byteCount) else { return fault = .tooLong }
        if segments[last].texts[keyPath: place] == nil {
            segments[last].texts[keyPath: place] = text
        }
    }

    mutating func add(note: String) {
        guard charge(note.utf8.count + 32) else { return fault = .tooLong }
        metadata.notes.append(SegmentText.normalized(note))
    }

    mutating func add(data markup: String, id: String) {
        guard charge(markup.utf8.count + 64) else { return fault = .tooLong }
        data[id] = markup
    }

    mutating func startSegmentDefinition(_ tag: XMLStartTag) {
        let id = tag.attribute("id") ?? ""
        guard charge(256) else { return fault = .tooLong }
        let confirmation = tag.attribute("conf")
        var definition = SegmentDefinition(state: XLIFFState.state(sdl: confirmation))
        if gathering.metadata {
            definition.metadata.properties = Self.present([
                ("sdl:conf", confirmation), ("sdl:origin", tag.attribute("origin")),
                ("sdl:percent", tag.attribute("percent")),
            ])
        }
        segmentDefinitions[id] = definition
        openDefinition = id
    }

    mutating func addToSegmentDefinition(_ value: String, key: String) {
        guard let id = openDefinition, charge(value.utf8.count) else { return }
        switch key {
        case "created_by": segmentDefinitions[id]?.metadata.author = value
        case "created_on": segmentDefinitions[id]?.metadata.created = value
        case "last_modified_by": segmentDefinitions[id]?.metadata.changedBy = value
        case "modified_on": segmentDefinitions[id]?.metadata.changed = value
        default: break
        }
    }

    private mutating func charge(_ more: Int) -> Bool {
        bytes += more
        return bytes <= Self.maximumBytes
    }
}
