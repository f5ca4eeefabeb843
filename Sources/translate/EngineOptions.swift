import ArgumentParser
import Corpus
import Engines
import Foundation
import Text
import TranslationPipeline

/// Which engine, and how it is run; shared by all commands that translate.
struct EngineOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            The engine folder. Given several times, engines with the same subwords translate \
            together, each taking the time it takes alone: what comes next is as likely as they \
            find it on average. Alignments are the first one's, confidences follow a usual curve. \
            Default: $TRANSLATE_ENGINE, else the engine shipped in Models/.
            """, valueName: "dir"))
    var engine: [String] = []

    @Option(
        help: """
            Type of the factors of products. int8: whole numbers, the fastest where the processor \
            has AVX-512 VNNI, slow elsewhere; auto is int8 there, else bf16 where the processor \
            has it, else f32. Any engine can be used with any of them.
            """)
    var precision: TranslationOptions.Precision = .auto

    @Flag(
        help: """
            Translate with the engine's shortlist, which engine shortlist makes: only the tokens \
            that go with those of the source are looked at, which is faster. A sentence of which \
            it knows too little has all. Default: all tokens.
            """)
    var shortlist = false

    @Option(
        help: ArgumentHelp(
            """
            Words of the source language whose full stop ends no sentence, besides the usual ones: \
            one a line, as in Moses' nonbreaking_prefix files. Default: those of the training.
            """, valueName: "file"))
    var abbreviations: String?

    @Option(help: ArgumentHelp("Cores to use, one thread each. Default: all.", valueName: "n"))
    var workers: Int?

    func validate() throws {
        try checkRange(workers, "--workers", workerRange)
        guard !shortlist || engine.count < 2 else {
            throw ValidationError(
                "--shortlist with several engines: each would choose other tokens. Pass one "
                    + "--engine, or leave --shortlist out.")
        }
    }

    var workerCount: Int { workers ?? ProcessInfo.processInfo.activeProcessorCount }

    /// The engine folders' paths.
    func paths() throws -> [String] { engine.isEmpty ? [try Self.path(nil)] : engine }

    /// The path of an engine folder.
    /// - Parameter engine: what the user named; nil for the one that is used then
    static func path(_ engine: String?) throws -> String {
        if let engine { return engine }
        if let engine = ProcessInfo.processInfo.environment["TRANSLATE_ENGINE"], !engine.isEmpty {
            return engine
        }
        return try ShippedEngine.find()
    }

    /// - Throws: an error that names the file of abbreviations, terms or words, and its line
    func translationOptions(_ search: SearchOptions) throws -> TranslationOptions {
        var options = TranslationOptions()
        try search.apply(to: &options)
        options.precision = precision.noted()
        options.shortlist = shortlist
        options.abbreviations = try abbreviations.map {
            try AbbreviationRules(lines: TextFile.lines(of: $0), file: $0).lines
        }
        options.workers = workerCount
        return options
    }
}

extension EngineDescription {
    /// - Throws: `ValidationError` for languages that are not the engine's; nil is the engine's own
    func check(source: String?, target: String?) throws {
        let pairs = [("--source", source, sourceLanguage), ("--target", target, targetLanguage)]
        for (option, given, own) in pairs {
            guard let given, !LanguageTag.matches(own, given) else { continue }
            throw ValidationError(
                "\(option) \(given): the engine translates \(sourceLanguage) into "
                    + "\(targetLanguage). Pass --source \(sourceLanguage) --target "
                    + "\(targetLanguage), or another engine.")
        }
    }
}

/// The engine that comes with the program.
enum ShippedEngine {
    /// The first engine in Models/ of the current folder, or of the package the program was
    /// built in.
    static func find() throws -> String {
        let executable = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        let program = Bundle.main.executableURL?.resolvingSymlinksInPath() ?? executable
        var folder = program.deletingLastPathComponent()
        var places = [URL(fileURLWithPath: FileManager.default.currentDirectoryPath)]
        for _ in 0..<5 {
            places.append(folder)
            folder.deleteLastPathComponent()
        }
        for place in places {
            let models = place.appendingPathComponent("Models")
            let names = (try? FileManager.default.contentsOfDirectory(atPath: models.path)) ?? []
            let engine = names.sorted().map { models.appendingPathComponent($0) }.first {
                FileManager.default.fileExists(
                    atPath: $0.appendingPathComponent("config.json").path)
            }
            if let engine { return engine.path }
        }
        throw ValidationError(
            "no engine given, and none in Models/. Pass --engine FOLDER or set TRANSLATE_ENGINE.")
    }
}

extension Engine {
    /// What becomes of inline codes in what the engine reads: the same as in its training.
    var codes: CodeTreatment { keepsTags ? .placeholders : .dropped }
}
