import Engines
import Foundation
import Testing
import Text

@testable import TranslationPipeline

/// The engine that the package ships, loaded once for all tests.
enum ShippedEngine {
    static let engine: Engine = {
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        do {
            return try Engine.load(from: package.appendingPathComponent("Models/en-de").path)
        } catch {
            preconditionFailure("the shipped engine cannot be loaded: \(error)")
        }
    }()

    /// With f32, which is the same on every machine.
    static func translator(
        edit: (inout TranslationOptions) throws -> Void = { _ in }
    ) throws -> Translator {
        var options = TranslationOptions()
        options.precision = .f32
        try edit(&options)
        return try Translator(engine, options: options)
    }

    static let plain: Translator = {
        do {
            return try translator()
        } catch {
            preconditionFailure("plain options are refused: \(error)")
        }
    }()

    /// How many tokens a translation has.
    static func tokenCount(_ text: String) -> Int { engine.targetSubwords.ids(of: text).count }
}
