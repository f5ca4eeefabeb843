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
        /// Of a unit that is to be written where its languages must be known.
        case unnamedLanguages
        /// Of a path that parallel plain text is to be written to.
        case needsTwoFiles
        /// A document in one language, named without the other.
        case singleDocument(root: String)
        /// A document of a kind that is no half of a pair.
        case unpairedDocument(root: String)
        case noDocumentInFolder
        case noVerse
        /// A document that another names, and that is not there.
        case missingDocument(String)
        /// A document that another names, and that is not below the other's folder.
        case documentOutside(String)
        case tooLarge(megabytes: Int)
        case invalidPath(String)
        /// `option` is what the path was given to, and `present` what the file has there.
        case unmatchedPath(String, option: String, present: [String])
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
        case .noFile, .invalidLanguage, .sameLanguage, .repeatedStandardInput, .invalidPath,
            .unnamedLanguages, .needsTwoFiles:
            true
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
        case .unnamedLanguages:
            "the file does not say which languages it holds. Pass them to --source and --target."
        case .needsTwoFiles:
            "parallel plain text goes to two files. Pass both names with a comma between them."
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
            .unequalLineCounts, .noUsablePair:
            contentExplanation
        case .singleDocument, .unpairedDocument, .noDocumentInFolder, .noVerse, .missingDocument,
            .documentOutside, .tooLarge:
            documentExplanation
        case .invalidPath, .unmatchedPath:
            pathExplanation
        }
    }

    /// The part of `explanation` about what a file holds.
    private var contentExplanation: String {
        switch reason {
        case .damagedCompression(let why):
            "the compressed file is damaged (\(why)). Fetch or compress it again."
        case .unknownDocument(let root):
            "is XML of an unknown kind (its root is <\(root)>). "
                + "Pass TMX, XLIFF or another format that “translate corpus --help” lists, or name "
                + "its elements with --xml-unit, --xml-source and --xml-target."
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

    /// The part of `explanation` about documents that make a corpus only together.
    private var documentExplanation: String {
        switch reason {
        case .singleDocument(let root):
            "is a document in one language (its root is <\(root)>). "
                + "Pass both, divided by a comma: SOURCE.xml,TARGET.xml."
        case .unpairedDocument(let root):
            "is XML (its root is <\(root)>), but a pair is two plain texts or two Bibles in OSIS "
                + "or CES. Pass a bilingual file by itself."
        case .noDocumentInFolder: "has no .xml file. Name the folder that holds them."
        case .noVerse:
            "has no verse (<verse osisID=…> or <seg type=\"verse\">). Pass a Bible in OSIS or CES."
        case .missingDocument(let name):
            "names “\(name)”, which is not there, neither plain nor .gz or .zst. "
                + "Put the documents beside this file, under the names it gives."
        case .documentOutside(let name):
            "names “\(name)”, which is not below this file's folder. "
                + "Only documents there are read; move them, or change the name."
        case .tooLarge(let megabytes):
            "has more than \(megabytes) MB of text, which is held as a whole. Divide it."
        default: ""
        }
    }

    /// The part of `explanation` about `XMLPaths`.
    private var pathExplanation: String {
        switch reason {
        case .invalidPath(let path):
            "“\(path)” is not a path. Pass names of elements such as entry or body/entry, for a "
                + "text also entry/@name."
        case .unmatchedPath(let path, let option, let present):
            "nothing matches “\(path)”. It has \(present.joined(separator: ", ")). "
                + "Pass one of them to \(option)."
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
