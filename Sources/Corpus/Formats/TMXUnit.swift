/// A `<tu>` in the making.
struct TMXUnit {
    /// Bounds on what one unit may hold; no honest one comes near.
    private static let maximumTexts = 1_000
    private static let maximumBytes = 1 << 24
    private static let maximumFields = 1_000

    let position: FilePosition
    /// What is wrong with it, and where.
    private(set) var findings: [(CorpusFinding, FilePosition)] = []
    private var unit: TranslationUnit
    /// The `srclang` of its own.
    private let sourceLanguage: String?
    private let gathers: Gathering
    /// The codes of each variant; empty where there are none at all.
    private var drafts: [[TMXCodeDraft]] = []
    private var hasCodes = false
    /// Whether a `<tuv>` is open, whose variant is then the last one, and whether its `<seg>` was.
    private var isInText = false
    private var hasSegment = false
    /// The line of that `<tuv>`.
    private var textLine = 0
    private var byteCount = 0
    private var fieldCount = 0

    init(_ tag: XMLStartTag, at position: FilePosition, gathering: Gathering) {
        self.position = position
        gathers = gathering
        sourceLanguage = tag.attribute("srclang")
        unit = TranslationUnit(variants: [], position: position)
        unit.variants.reserveCapacity(2)
        if gathers.metadata { addAttributes(of: tag, isUnit: true) }
    }

    /// Whether a `<seg>` is the text of the open `<tuv>`.
    var awaitsSegment: Bool { isInText && !hasSegment }

    mutating func startText(_ tag: XMLStartTag) {
        textLine = tag.line
        isInText = unit.variants.count < Self.maximumTexts
        hasSegment = false
        guard isInText else { return find(.tooManyTexts) }
        let language = tag.attribute("lang", prefix: "xml") ?? tag.attribute("lang") ?? ""
        unit.variants.append(TranslationUnit.Variant(language: language, segment: Segment("")))
        if gathers.codes { drafts.append([]) }
        guard gathers.metadata else { return }
        if language.isEmpty { find(.textWithoutLanguage) }
        addAttributes(of: tag, isUnit: false)
    }

    /// A `<tuv>` without a `<seg>` is an empty one.
    mutating func closeText() {
        isInText = false
    }

    mutating func setText(_ segment: TMXSegment) {
        guard awaitsSegment, let index = unit.variants.indices.last else { return }
        hasSegment = true
        byteCount += segment.byteCount
        let fault = segment.fault ?? (byteCount > Self.maximumBytes ? .tooLong : nil)
        guard fault == nil else { return unit.variants[index].fault = fault }
        unit.variants[index].segment.text = segment.text
        let codes = segment.drafts
        guard gathers.codes, !codes.isEmpty else { return }
        hasCodes = true
        drafts[index] = codes
        if gathers.metadata {
            for finding in TMXNumbering.findings(in: codes) { find(finding) }
        }
    }

    mutating func add(_ field: TMXField) {
        fieldCount += 1
        byteCount += field.byteCount
        guard fieldCount <= Self.maximumFields, byteCount <= Self.maximumBytes else {
            return find(.shortenedMetadata)
        }
        if !field.isWhole { find(.shortenedMetadata) }
        change { field.add(to: &$0) }
    }

    /// Puts the text in the source language first, where there is one.
    mutating func arrange(_ fileLanguage: String, _ order: inout TMXSourceOrder) {
        isInText = false
        let language = sourceLanguage ?? fileLanguage
        guard TMXSourceOrder.isLanguage(language) else { return noteAbsence(of: nil) }
        guard let index = order.index(of: language, in: unit.variants) else {
            return noteAbsence(of: language)
        }
        guard index > 0 else { return }
        unit.variants.insert(unit.variants.remove(at: index), at: 0)
        if gathers.codes { drafts.insert(drafts.remove(at: index), at: 0) }
    }

    /// The unit, its codes numbered.
    consuming func finished() -> TranslationUnit {
        guard hasCodes else { return unit }
        for (index, codes) in TMXNumbering.numbered(drafts).enumerated() {
            unit.variants[index].segment.codes = codes
        }
        return unit
    }

    private mutating func noteAbsence(of language: String?) {
        if unit.variants.isEmpty {
            find(.unitWithoutText)
        } else if language != nil {
            find(.unitWithoutSource)
        }
    }

    private mutating func addAttributes(of tag: XMLStartTag, isUnit: Bool) {
        var attributes = TMXAttributes(isUnit: isUnit)
        tag.forEachAttribute(maximumBytes: TMXField.maximumBytes) { attributes.add($0) }
        if let id = attributes.id { unit.id = id }
        for finding in attributes.findings { find(finding) }
        change { $0 = attributes.metadata }
    }

    /// Changes the metadata of the open `<tuv>`, or else of the unit.
    private mutating func change(_ body: (inout Metadata) -> Void) {
        if isInText, let index = unit.variants.indices.last {
            body(&unit.variants[index].metadata)
        } else {
            body(&unit.metadata)
        }
    }

    private mutating func find(_ finding: CorpusFinding) {
        guard gathers.metadata, findings.count < Self.maximumTexts else { return }
        let place = isInText ? FilePosition(file: position.file, line: textLine) : position
        findings.append((finding, place))
    }
}

/// Finds the text of a unit in the source language.
///
/// Compares each spelling once; most units have it first, spelled like the file's.
struct TMXSourceOrder {
    /// Further spellings are compared each time; no honest file has so many.
    private static let maximumSpellings = 1_000

    private var wanted = ""
    private var matches: [String: LanguageTag.Match] = [:]

    static func isLanguage(_ sourceLanguage: String) -> Bool {
        !sourceLanguage.isEmpty && sourceLanguage.lowercased() != TMX.anySource
    }

    /// The variant that matches best, of equals the first.
    mutating func index(of language: String, in variants: [TranslationUnit.Variant]) -> Int? {
        guard variants.first?.language != language else { return 0 }
        if wanted != language {
            wanted = language
            matches.removeAll(keepingCapacity: true)
        }
        var best: (index: Int?, match: LanguageTag.Match) = (nil, .none)
        for index in variants.indices {
            let match = match(variants[index].language ?? "")
            if match > best.match { best = (index, match) }
        }
        return best.index
    }

    private mutating func match(_ spelling: String) -> LanguageTag.Match {
        if let match = matches[spelling] { return match }
        let match = LanguageTag.match(wanted: wanted, found: spelling)
        if matches.count < Self.maximumSpellings { matches[spelling] = match }
        return match
    }
}
