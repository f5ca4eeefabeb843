/// Why a result could not be written, and where to.
package struct OutputError: Error, Equatable, CustomStringConvertible {
    package enum Reason: Equatable, Sendable {
        case missingFolder(String)
        /// The operating system's reason, for a file or its folder.
        case unwritable(String)
        case directory
        case fullDisk
        /// Whoever read the results has left.
        case closedPipe
        /// The ending, as in `.xz`.
        case unsupportedCompression(String)
        /// The operating system's reason.
        case failed(String)
    }

    package let reason: Reason
    /// The path, or “standard output”.
    package let name: String

    package init(reason: Reason, name: String) {
        self.reason = reason
        self.name = name
    }

    /// Whether a command should end without a word: whoever read its results has left, and knows.
    package var isClosedPipe: Bool { reason == .closedPipe }

    package var description: String { "\(name): \(explanation)" }

    private var explanation: String {
        switch reason {
        case .missingFolder(let folder):
            "the folder \(folder) does not exist. Create it or choose another place."
        case .unwritable(let why):
            "cannot be written (\(why)). Check the folder and its permissions."
        case .directory: "is a folder. Name a file in it."
        case .fullDisk: "the disk is full. Free some space or choose another place."
        case .closedPipe:
            "the program that reads the results has ended. Let it read them to the end."
        case .unsupportedCompression(let ending):
            "\(ending) is not a compression that is written. "
                + "Let the name end in .gz or .zst, or in neither."
        case .failed(let why): "writing failed (\(why)). Choose another place."
        }
    }
}
