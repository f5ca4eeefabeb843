import Foundation

/// Sentence pairs of other people's that tests read where they are at hand, in `../shared/data`
/// or the folder named by `TRANSLATE_SHARED_DATA`.
enum SharedPairs {
    private static let folder: URL = {
        if let path = ProcessInfo.processInfo.environment["TRANSLATE_SHARED_DATA"] {
            return URL(fileURLWithPath: path)
        }
        return package.deletingLastPathComponent().appendingPathComponent("shared/data")
    }()

    private static let package = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Multi30k's test set of 2016, English and German.
    static var multi30k: [String] {
        ["en", "de"].map {
            folder.appendingPathComponent("multi30k/test_2016_flickr.\($0).gz").path
        }
    }

    static var hasMulti30k: Bool {
        multi30k.allSatisfy { FileManager.default.fileExists(atPath: $0) }
    }

    /// The engine that the package ships.
    static let engine = package.appendingPathComponent("Models/en-de").path
}
