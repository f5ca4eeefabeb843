/// The first lines of `subwords.bpe`: the format's version and how text is prepared.
///
///     #version: translate 2
///     #normalization: nfc
///     #casing: marked                 where words are learned in lower case
///     #protected: emails placeholders where spans are protected
///     #pattern: [A-Z]{2}-[0-9]+       one a line
///     #threshold: 50                  where tokens rarer on a side are cut there
///
/// Files of version 1 have the first line alone, and text in Normalization Form C.
struct SubwordsHeader: Equatable {
    static let version = "#version: translate 2"
    private static let oldVersion = "#version: translate 1"
    private static let ourVersions = "#version: translate "

    var treatment = TextTreatment()
    /// Below how many occurrences on a side a token is cut there; 0 for none.
    var threshold = 0

    var text: String {
        var lines = [Self.version, "#normalization: \(treatment.normalization.rawValue)"]
        if treatment.marksCase { lines.append("#casing: marked") }
        let kinds = treatment.protection.kinds.map(\.rawValue).sorted()
        if !kinds.isEmpty { lines.append("#protected: " + kinds.joined(separator: " ")) }
        lines += treatment.protection.patterns.map { "#pattern: \($0)" }
        if threshold > 0 { lines.append("#threshold: \(threshold)") }
        return lines.joined(separator: "\n") + "\n"
    }

    /// - Returns: the header, and how many lines it has
    /// - Throws: for another program's file, another version, or a line that no header has
    static func read(
        _ lines: [String], file: String, vocabulary: Vocabulary
    ) throws(TextError) -> (header: SubwordsHeader, lineCount: Int) {
        var header = SubwordsHeader()
        header.treatment.protection.terms = vocabulary.terms
        switch lines.first ?? "" {
        case version: break
        case oldVersion:
            if vocabulary.hasTags { header.treatment.protection.kinds = [.tags] }
            return (header, 1)
        case let first:
            let found = String(first.prefix(60))
            throw TextError(
                found.hasPrefix(ourVersions)
                    ? .unknownVersion(String(found.dropFirst("#version: ".count)))
                    : .missingHeader(found: found),
                in: file, line: 1)
        }
        var count = 1
        while count < lines.count, let (key, setting) = entry(lines[count]) {
            guard header.set(key, setting) else {
                throw TextError(.unknownSetting(lines[count]), in: file, line: count + 1)
            }
            count += 1
        }
        try header.check(vocabulary, file: file)
        return (header, count)
    }

    /// - Throws: when the vocabulary lacks a token that the treatment needs
    private func check(_ vocabulary: Vocabulary, file: String) throws(TextError) {
        let marks = treatment.marksCase ? CaseMark.allCases.map { Token.mark($0) } : []
        let slots = treatment.protection.isNone ? [] : [Token.slot(0)]
        for token in marks + slots where vocabulary.id(of: token) == nil {
            throw TextError(.missingToken(token.spelling), in: file)
        }
    }

    /// What a line as `#key: setting` says; nil for any other line.
    ///
    /// No merge looks like it: a sign is never in one token with a letter.
    private static func entry(_ line: String) -> (key: String, setting: String)? {
        guard line.utf8.first == UInt8(ascii: "#"), let colon = line.firstIndex(of: ":") else {
            return nil
        }
        let key = line[..<colon].dropFirst()
        let rest = line[line.index(after: colon)...]
        guard !key.isEmpty, key.allSatisfy({ ("a"..."z").contains($0) }), rest.hasPrefix(" ") else {
            return nil
        }
        return (String(key), String(rest.dropFirst()))
    }

    private mutating func set(_ key: String, _ setting: String) -> Bool {
        switch key {
        case "normalization":
            guard let normalization = Normalization(rawValue: setting) else { return false }
            treatment.normalization = normalization
        case "casing":
            guard setting == "marked" else { return false }
            treatment.marksCase = true
        case "protected":
            for name in setting.split(separator: " ") {
                guard let kind = Protection.Kind(rawValue: String(name)) else { return false }
                treatment.protection.kinds.insert(kind)
            }
        case "pattern":
            treatment.protection.patterns.append(setting)
        case "threshold":
            guard let threshold = Int(setting), threshold > 0 else { return false }
            self.threshold = threshold
        default: return false
        }
        return true
    }
}

extension Vocabulary {
    fileprivate var hasTags: Bool { entries.contains { isTag($0) } }

    /// The glossary's.
    fileprivate var terms: [String] { entries.compactMap(\.term) }

    private func isTag(_ token: Token) -> Bool {
        guard case .whole(let form) = token else { return false }
        return InlineTags.isTag(form.surface)
    }
}
