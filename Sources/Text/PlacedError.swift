/// Why a file or an option could not be used, and where.
package struct PlacedError<Reason: PlacedReason>: Error, Equatable, CustomStringConvertible {
    package let reason: Reason
    /// The file's name, or the option's.
    package let source: String
    /// Counted from 1; nil where no single line is at fault.
    package let line: Int?

    package init(_ reason: Reason, in source: String, line: Int? = nil) {
        self.reason = reason
        self.source = source
        self.line = line
    }

    package var description: String {
        "\(source)\(line.map { ":\($0)" } ?? ""): \(reason.words)"
    }
}

package protocol PlacedReason: Equatable, Sendable {
    /// What is wrong and what to do about it, to be read after the place.
    var words: String { get }
}
