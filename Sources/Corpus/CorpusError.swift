/// Why a corpus could not be read, and where.
package struct CorpusError: Error, Equatable, CustomStringConvertible {
    package enum Reason: Equatable, Sendable {
        /// No `--corpus` argument at all.
        case noFile
        case invalidLanguage(String)
        case sameLanguage(String, String)
        case repeatedStandardInput
        case notFound
        case directory
        /// The operating system's reason.
        case unreadable(String)
        case empty
        /// The archive's name, as in “a zip archive”.
        case unsupportedArchive(String)
        case unsupportedEncoding(String)
        case damagedCompression(String)
        case windowTooLarge
        case unknownDocument(root: String)
        case brokenXML(String)
        /// `present` is ordered by language.
        case missingLanguage(String, present: [LanguageCount])
        case unequalLineCounts(source: Int, target: Int, targetFile: String)
        /// What was skipped, as `CorpusReport.outcome` words it.
        case noUsablePair(String)
    }

    /// How many texts a file has in one language.
    package struct LanguageCount: Equatable, Sendable, CustomStringConvertible {
        package let language: String
        package let count: Int

        package init(language: String, count: Int) {
            self.language = language
            self.count = count
        }

        package var description: String { "\(language) (\(count))" }
    }

    package let reason: Reason
    package let position: FilePosition

    package init(reason: Reason, position: FilePosition) {
        self.reason = reason
        self.position = position
    }

    package var description: String { "\(position): \(explanation)" }

    /// Whether the arguments are at fault and not what is in a file.
    package var isWrongUse: Bool {
        switch reason {
        case .noFile, .invalidLanguage, .sameLanguage, .repeatedStandardInput: true
        default: false
        }
    }

    /// Whether the file's usable part, read before this came up, may still be used.
    var leavesUsablePart: Bool {
        switch reason {
        case .damagedCompression, .brokenXML, .missingLanguage: true
        default: false
        }
    }
}

extension CorpusError {
    /// What is wrong and what to do, without the place.
    private var explanation: String {
        switch reason {
        case .noFile: "no file is named. Pass at least one to --corpus."
        case .invalidLanguage(let code):
            "“\(code)” is not a language code. Pass one such as en, de or pt-BR."
        case .sameLanguage(let source, let target):
            "“\(source)” and “\(target)” are the same language. "
                + "Pass two different ones to --source and --target."
        case .repeatedStandardInput: "standard input can be read only once. Pass - once."
        case .notFound: "does not exist. Check the path."
        case .directory: "is a folder. Name the files in it."
        case .unreadable(let why): "cannot be read (\(why)). Check the file and its permissions."
        case .empty: "is empty. Pass a file with translations in it."
        case .unsupportedArchive(let kind):
            "is \(kind). Unpack it first; of compressed files, gzip and zstd are read."
        case .unsupportedEncoding(let name): "is \(name) text. Convert it to UTF-8."
        case .windowTooLarge:
            "is compressed with a window of more than 128 MiB, which would take as much memory. "
                + "Unpack it first, with “zstd -d --long=31”."
        case .damagedCompression, .unknownDocument, .brokenXML, .missingLanguage,
            .unequalLineCounts,
            .noUsablePair:
            contentExplanation
        }
    }

    /// The part of `explanation` about what a file holds.
    private var contentExplanation: String {
        switch reason {
        case .damagedCompression(let why):
            "the compressed file is damaged (\(why)). Fetch or compress it again."
        case .unknownDocument(let root):
            "is XML of an unknown kind (its root is <\(root)>). "
                + "Pass TMX, XLIFF or another format that “translate corpus --help” lists."
        case .brokenXML(let why):
            "the XML breaks here (\(why)). Repair this place or export the file again."
        case .missingLanguage(let code, let present) where present.isEmpty:
            "no text in “\(code)”; none names its language. "
                + "Name the languages in the file, as with xml:lang in TMX."
        case .missingLanguage(let code, let present):
            "no text in “\(code)”. It has \(Self.list(present)). "
                + "Pass one of them to --source or --target."
        case .unequalLineCounts(let source, let target, let targetFile):
            "has \(counted(source, "line")) but \(targetFile) has \(target). "
                + "Line N of one must translate line N of the other; align the files first."
        case .noUsablePair(let outcome):
            "no usable pair (\(outcome)). Check the file and the languages."
        default: ""
        }
    }

    /// At most the 20 most frequent languages, so that the message stays one readable line.
    private static func list(_ languages: [LanguageCount]) -> String {
        guard languages.count > 20 else {
            return languages.map(\.description).joined(separator: ", ")
        }
        let shown = languages.sorted { $0.count > $1.count }.prefix(20)
        return shown.map(\.description).joined(separator: ", ")
            + " and \(languages.count - 20) more"
    }
}

/// `1 line`, `2 lines`.
func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
}
