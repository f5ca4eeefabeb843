import Foundation

/// What people should know about an engine: the text of its `CARD.md`.
package struct EngineCard: Sendable {
    /// A file that the engine has learned from or was measured on.
    package struct DataFile: Sendable {
        /// The name alone, without its folder.
        package var name: String
        /// What it was for, such as “training”.
        package var use: String
        /// Sentence pairs that were used.
        package var pairs: Int
        package var record: FileRecord
        /// Where it is from and under which licence, if known.
        package var origin: String?

        package init(
            name: String, use: String, pairs: Int, record: FileRecord, origin: String? = nil
        ) {
            self.name = name
            self.use = use
            self.pairs = pairs
            self.record = record
            self.origin = origin
        }
    }

    /// A figure and how it was come by.
    package struct Score: Sendable {
        /// What was measured, such as “BLEU”.
        package var metric: String
        /// On what, such as “development set”.
        package var corpus: String
        package var number: Double
        /// Such as sacreBLEU's.
        package var signature: String

        package init(metric: String, corpus: String, number: Double, signature: String = "") {
            self.metric = metric
            self.corpus = corpus
            self.number = number
            self.signature = signature
        }
    }

    package var sourceLanguage: String
    package var targetLanguage: String
    /// Such as “2026-01-31”.
    package var date: String
    package var command: String
    /// Whether that was a training, and not the making of an engine from others.
    package var isOfTraining = true
    package var files: [DataFile]
    /// Names and numbers, in the order in which they are to be read.
    package var settings: [(name: String, setting: String)]
    package var scores: [Score]

    package init(
        sourceLanguage: String, targetLanguage: String, date: String, command: String,
        files: [DataFile], settings: [(name: String, setting: String)], scores: [Score]
    ) {
        self.sourceLanguage = sourceLanguage
        self.targetLanguage = targetLanguage
        self.date = date
        self.command = command
        self.files = files
        self.settings = settings
        self.scores = scores
    }
}

extension EngineCard {
    /// The text of an engine's `CARD.md`.
    package static func text(at path: String) throws(EngineError) -> String {
        let folder = try EngineFolder(at: path)
        let text = try FolderFile.read(folder.path(of: EngineFile.card), limit: 1 << 20)
        return String(decoding: text, as: UTF8.self)
    }
}

// MARK: - Markdown

extension EngineCard {
    package var markdown: String {
        var sections = [
            "# Translation engine \(sourceLanguage) → \(targetLanguage)",
            "\(isOfTraining ? "Trained" : "Made") on \(date) with\n\n" + Self.codeBlock(command),
        ]
        if !files.isEmpty { sections.append("## Data\n\n" + fileTable) }
        if !scores.isEmpty { sections.append("## Scores\n\n" + scoreTable) }
        if !settings.isEmpty {
            sections.append(
                "## Settings\n\n"
                    + Self.table(["setting", ""], settings.map { [$0.name, $0.setting] }))
        }
        return sections.joined(separator: "\n\n") + "\n"
    }

    private var fileTable: String {
        let origins = files.contains { $0.origin != nil }
        let rows = files.map { file in
            [
                file.name, file.use, String(file.pairs), String(file.record.bytes),
                file.record.crc32,
            ] + (origins ? [file.origin ?? ""] : [])
        }
        return Self.table(
            ["file", "use", "pairs", "bytes", "CRC-32"] + (origins ? ["origin"] : []), rows)
    }

    private var scoreTable: String {
        let rows = scores.map { score in
            [
                score.metric, score.corpus, String(format: "%.2f", score.number), score.signature,
            ]
        }
        return Self.table(["metric", "measured on", "score", "signature"], rows)
    }

    private static func table(_ heads: [String], _ rows: [[String]]) -> String {
        let rule = heads.map { _ in "---" }
        return ([heads, rule] + rows).map { cells in
            "| " + cells.map(cell).joined(separator: " | ") + " |"
        }.joined(separator: "\n")
    }

    /// On one line, and without what would end the cell.
    private static func cell(_ text: String) -> String {
        String(
            text.unicodeScalars.map { scalar -> String in
                switch scalar {
                case "|": "\\|"
                case "\n", "\r", "\t": " "
                default: String(scalar)
                }
            }.joined())
    }

    /// Indented, so that nothing in the text can end it.
    private static func codeBlock(_ text: String) -> String {
        text.split(omittingEmptySubsequences: false) { $0.isNewline }
            .map { "    \($0)" }.joined(separator: "\n")
    }
}
