import ArgumentParser
import Corpus
import Foundation
import Training

/// The command line: parse, call one function, print.
@main
struct Translate: AsyncParsableCommand {
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
            AlignCommand.self, CorpusCommand.self, SubwordsCommand.self, EngineCommand.self,
        ],
        defaultSubcommand: TextCommand.self)

    static func main() async {
        StandardStreams.prepare()
        do {
            var command = try parseAsRoot()
            if var waiting = command as? any AsyncParsableCommand {
                try await waiting.run()
            } else {
                try command.run()
            }
        } catch {
            leave(after: error)
        }
    }

    /// Ends the process: help on standard output, everything else as one line on standard error.
    private static func leave(after error: any Error) -> Never {
        let code = exitCode(for: error)
        if code.isSuccess { exit(withError: error) }
        if let status = error as? ExitCode { Foundation.exit(status.rawValue) }
        // Whoever read the results has left, and knows.
        if let failure = error as? OutputFile.Failure, failure.isClosedPipe { Foundation.exit(1) }
        if let failure = error as? OutputError, failure.isClosedPipe { Foundation.exit(1) }
        if code == .validationFailure, CommandLine.arguments.dropFirst().first == "train",
            TrainingGroup.leadComplains(of: advice(for: error))
        {
            Foundation.exit(2)
        }
        Foundation.exit(complain(of: error))
    }

    /// Says in one line what is wrong.
    /// - Parameter process: which of several says it; nil when there is one
    /// - Returns: the exit status
    static func complain(of error: any Error, process: String? = nil) -> Int32 {
        let isParsing = exitCode(for: error) == .validationFailure
        let text = isParsing ? advice(for: error) : "\(error)"
        let line = text.split(separator: "\n").joined(separator: " ")
        translate.complain(process.map { "\($0): \(line)" } ?? line)
        let isWrongUse =
            isParsing || (error as? CorpusError)?.isWrongUse == true
            || (error as? TrainingError)?.isWrongUse == true
            || (error as? DistributionError)?.isWrongUse == true
        return isWrongUse ? 2 : 1
    }

    /// What is wrong with the arguments and what to do, without the usage summary, which would
    /// bury it.
    private static func advice(for error: any Error) -> String {
        let message = message(for: error)
        // Our own messages say what to do; the parser's end without a full stop.
        guard !message.hasSuffix("."),
            let pointer = fullMessage(for: error).firstMatch(of: /See '.*'/)
        else { return message }
        return "\(message). \(pointer.0)."
    }
}
