import ArgumentParser
import Engines
import Foundation
import Tensors

struct QuantizeEngineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quantize",
        abstract:
            "Write an engine whose weights are whole numbers of 8 bits: a quarter of the size.",
        discussion: """
            Each output of a matrix gets a scale of its own; biases and norms stay as they are. \
            The engine translates as the one it was made from does with --precision int8, and is \
            for translating alone: it cannot be trained on or averaged. Measure it with \
            “translate evaluate”.

              translate engine quantize --engine my-engine --output my-engine-int8
            """)

    @OptionGroup var folders: DerivedEngineOptions

    func run() throws {
        try requireNew(folders.output)
        let path = try EngineOptions.path(folders.engine)
        let original = try Engine.load(from: path)
        let quantized = try original.quantized(at: path)
        let card = EngineCard(
            derivedFrom: original.description,
            settings: [
                ("quantized from", path),
                ("its weights", "\(original.storedType.rawValue), \(words(of: original))"),
                ("weights", "int8, a scale for each output of a matrix"),
            ])
        try quantized.save(
            to: folders.output,
            card: card.markdown + "\nThe card of \(path), whose scores are of its own weights:\n\n"
                + EngineCard.text(at: path))
        let written = try Engine.load(from: folders.output)
        note(
            "\(folders.output): \(words(of: written)) of weights instead of \(words(of: original))")
    }

    private func words(of engine: Engine) -> String {
        String(format: "%.1f MB", Double(engine.description.weightsBytes) / 1e6)
    }
}
