import ArgumentParser
import Engines
import Foundation

// What the commands share that write an engine made from others.

/// Which engine another one is made from, and where that is to be.
struct DerivedEngineOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The engine folder. Default: $TRANSLATE_ENGINE, else the one in Models/.",
            valueName: "dir"))
    var engine: String?

    @Option(
        help: ArgumentHelp(
            "The folder of the new engine; must not exist, or be empty.", valueName: "dir"))
    var output: String
}

/// - Throws: after saying so, for a folder that holds something
func requireNew(_ folder: String) throws {
    let contents = try? FileManager.default.contentsOfDirectory(atPath: folder)
    guard contents?.isEmpty ?? !FileManager.default.fileExists(atPath: folder) else {
        complain("\(folder): already exists. Name another folder for the new engine.")
        throw ExitCode.failure
    }
}

/// What the user typed.
var typedCommand: String {
    (["translate"] + CommandLine.arguments.dropFirst()).joined(separator: " ")
}

extension EngineCard {
    /// Of an engine that was made from others by the command that runs.
    init(derivedFrom description: EngineDescription, settings: [(name: String, setting: String)]) {
        self.init(
            sourceLanguage: description.sourceLanguage,
            targetLanguage: description.targetLanguage,
            date: ISO8601DateFormatter().string(from: Date()).prefix(10).description,
            command: typedCommand, files: [], settings: settings, scores: [])
        isOfTraining = false
    }
}
