import ArgumentParser
import Corpus
import Foundation
import TranslationPipeline

struct TextCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "text",
        abstract: "Translate text (the default command).",
        discussion: """
            Each argument is a line; without arguments, lines come from standard input. Every input \
            line gives exactly one output line, empty ones included; long lines are translated in \
            parts. With --nbest N each line gives up to N, as “number ||| translation ||| score”, \
            numbers from 0.

              translate "Good morning." "Good night."
              translate --engine my-engine < in.txt > out.txt
              translate --format json --nbest 3 < in.txt > out.jsonl
              translate --alignment out.align --alignment-format json < in.txt
              translate --prefix "Ein Mann steht au" "A man stands on the roof."
              translate --glossary terms.tsv --forbid Azubi < in.txt
              translate --sample --nbest 5 --top-p 0.9 "Good morning."

            --prefix completes what a translator typed: the translation begins with it, and its \
            last word may be unfinished, unless a space follows it. Where a line is translated in \
            parts, its sentences belong to the parts in order. What cannot be kept is a warning.

            A score is a log-probability divided by the length penalty: 0 is certain, less is \
            less so. The confidence (--format json) is the share of its words that the translation \
            is expected to have in common with a person's, 0 to 1, as the engine learned on its \
            development set. What a line becomes does not depend on the lines around it.
            """)

    @Argument(help: "The lines to translate.")
    var text: [String] = []

    @OptionGroup var engine: EngineOptions

    @Option(
        help: ArgumentHelp(
            """
            Translations of each line, best first; at most --beam, 128 with --sample, or --mbr.
            """,
            valueName: "n"))
    var nbest = 1

    @Option(
        help: ArgumentHelp(
            "What the translation of the one line given begins with.", valueName: "text"))
    var prefix: String?

    @Option(
        help: ArgumentHelp(
            """
            What the translations begin with: as many lines as there are to translate, empty ones \
            for nothing.
            """, valueName: "file"))
    var prefixes: String?

    @Option(
        help: """
            text, or json: one object a line with source, target, score, confidence, alternatives \
            (--nbest of them), words (the target's, with start and end in Unicode code points, and \
            the probability of each that was translated), warnings and unmetTerms (--glossary).
            """)
    var format: OutputFormat = .text

    @Option(
        help: ArgumentHelp(
            """
            Warn of translations whose confidence is lower, 0 to 1; 0 for never.
            """, valueName: "c"))
    var lowConfidence: Float = 0.4

    @Option(
        help: ArgumentHelp(
            "Also write the word alignment of each line's best translation to this file.",
            valueName: "file"))
    var alignment: String?

    @Option(
        help: """
            pharaoh: “0-0 1-2”, source word first, from 0; soft: for each target word a row with a \
            weight for each source word; json: words, their places in the text (in Unicode code \
            points), links and weights. Default: pharaoh.
            """)
    var alignmentFormat: AlignmentFormat?

    @Flag(
        help: """
            Write each word as soon as no better translation can change it: early with --beam 1, \
            late with a wide beam. Lines are translated one after another, on one core.
            """)
    var stream = false

    @OptionGroup var search: SearchOptions

    func validate() throws {
        try checkResults()
        try checkStreaming()
        try checkPrefixes()
        try checkRange(lowConfidence, "--low-confidence", 0...1)
        guard alignmentFormat == nil || alignment != nil else {
            throw ValidationError(
                "--alignment-format without --alignment. Pass --alignment FILE as well.")
        }
    }

    private func checkResults() throws {
        let limit = search.resultLimit
        guard (1...limit.count).contains(nbest) else {
            throw ValidationError(
                "--nbest \(nbest): not in 1…\(limit.count). "
                    + (limit.option == "--beam"
                        ? "Pass a --beam at least as large."
                        : limit.option == "--mbr"
                            ? "Pass an --mbr at least as large."
                            : "Draw fewer, or with another seed."))
        }
    }

    private func checkPrefixes() throws {
        if prefix != nil, prefixes != nil {
            throw ValidationError("--prefix with --prefixes: both say the same. Pass one of them.")
        }
        if let prefix, lines.count != 1 || prefix.unicodeScalars.contains("\n") {
            throw ValidationError(
                "--prefix: is for one line. Pass one line to translate, or --prefixes FILE with a "
                    + "line for each.")
        }
        if prefixes == "-" {
            throw ValidationError(
                "--prefixes -: standard input is for the lines to translate. Pass a file.")
        }
    }

    /// Those that were given as arguments.
    private var lines: [String] {
        // By code points: "\r\n" is one character.
        text.flatMap {
            $0.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        }.map { String($0) }
    }

    func run() async throws {
        var options = try engine.translationOptions(search)
        if stream { options.workers = 1 }
        options.alternatives = nbest
        options.wantsAlignment = alignment != nil
        options.wantsWords = format == .json
        options.lowConfidence = lowConfidence
        let translator = try Translator(enginesAt: engine.paths(), options: options)
        var writer = try SegmentWriter(
            format: format, isNumbered: nbest > 1, alignmentPath: alignment,
            alignmentFormat: alignmentFormat ?? .pharaoh)
        if text.isEmpty {
            let requests = RequestStream(
                InputLines(try TextBytes(path: "-")), prefixes: try prefixes.map(PrefixLines.init))
            if stream {
                for try await request in requests {
                    try await writer.write(translator.settling(request))
                }
            } else {
                for try await segment in translator.translations(of: requests) {
                    try writer.write([segment])
                }
            }
            noteRepairs(requests.repairedLines)
        } else if stream {
            for request in try requests() {
                try await writer.write(translator.settling(request))
            }
        } else {
            try writer.write(translator.translate(requests()))
        }
        try writer.close()
    }

    /// The lines given as arguments, with what their translations begin with.
    private func requests() throws -> [TranslationRequest] {
        if let prefix { return lines.map { TranslationRequest($0, prefix: prefix) } }
        guard let prefixes else { return lines.map { TranslationRequest($0) } }
        var file = try PrefixLines(prefixes)
        let requests = try file.requests(for: lines)
        try file.close()
        return requests
    }

    private func noteRepairs(_ lines: [Int]) {
        guard !lines.isEmpty else { return }
        let first = lines.prefix(5).map(String.init).joined(separator: ", ")
        complain(
            "standard input: invalid UTF-8 in \(lines.count) lines (first: \(first)); "
                + "the bytes became U+FFFD. Convert the text to UTF-8.")
    }
}

enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json
}
