import Foundation
import TranslationPipeline

/// Writes translations to standard output, their alignments to a file, and counts warnings.
struct SegmentWriter {
    private let format: OutputFormat
    private let isNumbered: Bool
    private let alignmentFormat: AlignmentFormat
    private let alignmentFile: FileHandle?
    private let alignmentPath: String?
    private var lineNumber = 0
    private var warnings: [TranslatedSegment.Warning: [Int]] = [:]

    /// - Throws: when the alignment file cannot be made.
    init(
        format: OutputFormat, isNumbered: Bool, alignmentPath: String?,
        alignmentFormat: AlignmentFormat
    ) throws {
        self.format = format
        self.isNumbered = isNumbered
        self.alignmentFormat = alignmentFormat
        self.alignmentPath = alignmentPath
        alignmentFile = try alignmentPath.map(OutputFile.create)
    }

    /// Writes a line while it is made.
    mutating func write(_ steps: AsyncStream<SettlingTranslation>) async throws {
        for await step in steps {
            switch step {
            case .text(let text):
                try OutputFile.write(text, to: .standardOutput, named: "standard output")
            case .segment(let segment): try write([segment], isWritten: true)
            }
        }
    }

    /// - Parameter isWritten: whether their texts were written before
    mutating func write(_ segments: [TranslatedSegment], isWritten: Bool = false) throws {
        var output = ""
        var alignments = ""
        for segment in segments {
            output += isWritten ? "\n" : lines(for: segment)
            if alignmentFile != nil {
                alignments += AlignmentExporter.line(for: segment, as: alignmentFormat) + "\n"
            }
            lineNumber += 1
            for warning in segment.warnings { warnings[warning, default: []].append(lineNumber) }
        }
        try OutputFile.write(output, to: .standardOutput, named: "standard output")
        if let alignmentFile, let alignmentPath {
            try OutputFile.write(alignments, to: alignmentFile, named: alignmentPath)
        }
    }

    private func lines(for segment: TranslatedSegment) -> String {
        switch format {
        case .json:
            return SegmentJSON.line(for: segment) + "\n"
        case .text where isNumbered:
            return segment.alternatives.map {
                "\(lineNumber) ||| \($0.target) ||| \($0.score)\n"
            }.joined()
        case .text:
            return segment.target + "\n"
        }
    }

    /// Says on standard error what a person should know of the whole.
    func close() throws {
        try alignmentFile?.close()
        for warning in TranslatedSegment.Warning.allCases {
            guard let lines = warnings[warning] else { continue }
            let first = lines.prefix(5).map(String.init).joined(separator: ", ")
            complain(
                "\(warning.explanation) in \(lines.count) of \(lineNumber) lines (first: \(first))")
        }
    }
}

extension TranslatedSegment.Warning {
    var explanation: String {
        switch self {
        case .lengthCapReached: "the translation was cut at its greatest length"
        case .unknownWordsCopied: "words the engine cannot spell were copied"
        case .protectedSpanPutBack: "a placeholder or the like was missing and was put back"
        case .splitIntoParts: "the line was long and translated in parts"
        case .repetition: "the translation repeats itself"
        case .numberMismatch: "numbers differ"
        case .placeholderMismatch: "placeholders or tags differ"
        case .urlMismatch: "addresses differ"
        case .copyOfSource: "the translation is a copy"
        case .lowConfidence: "confidence is low"
        case .unmetTerm: "a term of the glossary is missing"
        case .forbiddenWord: "a forbidden word was typed or copied"
        case .prefixNotKept: "the translation does not begin with what was typed"
        }
    }
}
