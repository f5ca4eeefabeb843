import ArgumentParser
import Foundation

/// The command line: parse, call one function, print.
@main
struct Translate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "translate",
        abstract:
            "Train private translation engines on your own memories, and translate with them.",
        discussion: """
            Everything runs on this machine's processor; nothing leaves it.

              translate "Where is the station?"        with the shipped engine
              translate --engine mine < in.txt         one output line for each input line
              translate train --corpus memory.tmx --source en --target de --engine mine

            The options for translating are those of “translate text”, which may go unnamed.

            Results go to standard output; progress, warnings and summaries to standard error. \
            Exit status: 0 done, 1 the work failed, 2 wrong use, 130 interrupted after saving.
            """,
        version: "0.1.0",
        subcommands: [
            TextCommand.self, TrainCommand.self, EvaluateCommand.self, ScoreCommand.self,
            AlignCommand.self, EngineCommand.self,
        ],
        defaultSubcommand: TextCommand.self)

    static func main() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            leave(after: error)
        }
    }

    /// Ends the process: help on standard output, everything else as one line on standard error.
    private static func leave(after error: any Error) -> Never {
        let code = exitCode(for: error)
        if code.isSuccess { exit(withError: error) }
        if let status = error as? ExitCode { Foundation.exit(status.rawValue) }
        let isWrongUse = code == .validationFailure
        // A message of several lines (a usage summary after it) would bury the one that helps.
        let text = isWrongUse ? message(for: error) : "\(error)"
        complain(text.split(separator: "\n").joined(separator: " "))
        Foundation.exit(isWrongUse ? 2 : 1)
    }
}

/// One line on standard error.
func complain(_ line: String) {
    FileHandle.standardError.write(Data("translate: \(line)\n".utf8))
}

/// A note on standard error, without the program's name.
func note(_ line: String) {
    FileHandle.standardError.write(Data("\(line)\n".utf8))
}
