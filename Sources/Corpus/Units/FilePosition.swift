/// A place in a file a user gave: the file, and the line where one is known.
package struct FilePosition: Sendable, Equatable, CustomStringConvertible {
    package let file: String
    /// Counted from 1.
    package let line: Int?

    package init(file: String, line: Int? = nil) {
        self.file = file
        self.line = line
    }

    package var description: String {
        line.map { "\(file):\($0)" } ?? file
    }
}
