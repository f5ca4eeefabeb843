import ArgumentParser
import Engines
import Foundation
import Tensors

struct AverageEnginesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "average",
        abstract: "Write an engine whose weights are the mean of several engines' weights.",
        discussion: """
            The engines must have one architecture and one vocabulary: copies of a training's \
            engine at several times, or engines that were trained on from the same one. What was \
            trained from nothing more than once has no useful mean, even on the same data. \
            Measure the result with “translate evaluate”.

              translate engine average mean monday tuesday wednesday
            """)

    @Argument(help: "The folder of the new engine; must not exist, or be empty.")
    var output: String

    @Argument(help: ArgumentHelp("The engines' folders, two or more.", valueName: "engine"))
    var engines: [String]

    func validate() throws {
        guard engines.count > 1 else {
            throw ValidationError(
                "engine average: one engine has no mean. Pass the new engine's folder and two "
                    + "engines or more.")
        }
    }

    func run() throws {
        try requireNew(output)
        let workers = Workers(count: ProcessInfo.processInfo.activeProcessorCount)
        var average = try EngineAverage(first: engines[0])
        for path in engines.dropFirst() { try average.add(path, workers: workers) }
        var engine = average.engine
        engine.description.training.commandLine = typedCommand
        try engine.save(to: output, card: try card(average))
        note("\(output): the mean of \(engines.count) engines")
    }

    private func card(_ average: EngineAverage) throws -> String {
        let card = EngineCard(
            derivedFrom: average.engine.description, settings: engines.map { ("mean of", $0) })
        return card.markdown + "\nThe card of \(engines[0]):\n\n" + (try average.firstCard())
    }
}
