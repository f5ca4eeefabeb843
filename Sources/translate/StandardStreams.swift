import Foundation

/// What goes to a person: one line on standard error.
func complain(_ line: String) {
    note("translate: \(line)")
}

/// A note on standard error, without the program's name.
func note(_ line: String) {
    StandardStreams.tell(line + "\n")
}

/// Standard output and standard error, whatever became of them.
enum StandardStreams {
    /// Makes writing to a closed pipe, or past the greatest size of a file, an error of that
    /// write: the program shall end in its own words, and save first.
    ///
    /// Also fills the places of streams that were closed: else the next file to be opened would
    /// take one, and get our warnings.
    static func prepare() {
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) == -1 {
            // The lowest free place, which is this one. Results must not get lost unnoticed, so
            // it cannot be written to.
            _ = open("/dev/null", O_RDONLY)
        }
    }

    /// Text on standard error; nobody is left to be told when that fails.
    static func tell(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }

    /// How many columns the terminal that standard error goes to has; nil where it goes elsewhere
    /// or does not tell.
    static var errorColumns: Int? {
        var size = winsize()
        if ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
            return Int(size.ws_col)
        }
        return ProcessInfo.processInfo.environment["COLUMNS"].flatMap { Int($0) }
    }

    /// A line of results on standard output.
    static func printLine(_ line: String) throws {
        try OutputFile.write(line + "\n", to: .standardOutput, named: "standard output")
    }

    /// Lines of results on standard output.
    static func printLines(_ lines: [String]) throws {
        let text = lines.map { $0 + "\n" }.joined()
        try OutputFile.write(text, to: .standardOutput, named: "standard output")
    }
}
