import ArgumentParser
import Engines
import Foundation

// What the commands share that write an engine made from others.

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
