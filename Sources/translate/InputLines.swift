import ArgumentParser
import Corpus
import Foundation

/// Reads lines as they arrive, in any length up to `longestLine`, also of gzip and zstd.
///
/// Only `\n` ends a line; a carriage return before it stays part of the line, so that it comes out
/// again.
struct InputLines {
    /// What becomes of bytes that are not UTF-8.
    enum InvalidUTF8: String, ExpressibleByArgument, CaseIterable {
        /// The first of them is an error, which comes after the lines before it.
        case fail
        /// They become U+FFFD, and their lines are noted.
        case repair
    }

    /// In bytes; more is no text, and would take memory without end.
    static let longestLine = 16 << 20

    private let bytes: TextBytes
    private let treatment: InvalidUTF8
    /// Bytes read and not yet handed out, from `start` on; no `\n` before `searched`.
    private var buffer: [UInt8] = []
    private var start = 0
    private var searched = 0
    private var isAtEnd = false
    private var lineNumber = 0
    /// Thrown once the lines before it are handed out.
    private var failure: TextFile.Failure?
    /// Lines that held bytes that are not UTF-8.
    private(set) var repairedLines: [Int] = []

    init(_ bytes: TextBytes, invalidUTF8 treatment: InvalidUTF8 = .repair) {
        self.bytes = bytes
        self.treatment = treatment
    }

    /// How errors call what is read.
    var name: String { bytes.name }

    /// What is read of the file, packed as it is.
    var position: Int { bytes.position }

    /// The lines at hand, at least one and at most `count`; empty at the end.
    ///
    /// Waits for more input only while no line is complete, so that a program at the other end of
    /// a pipe gets its answer before it sends the next line.
    /// - Throws: `CorpusError`, `TextFile.Failure`
    mutating func next(_ count: Int) throws -> [String] {
        var lines: [String] = []
        while lines.count < count, failure == nil {
            if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                take(upTo: end, next: end + 1, onto: &lines)
            } else if !lines.isEmpty || isAtEnd {
                break
            } else {
                try readMore()
            }
        }
        if lines.isEmpty, failure == nil, start < buffer.count {
            take(upTo: buffer.count, next: buffer.count, onto: &lines)
        }
        if lines.isEmpty, let failure { throw failure }
        return lines
    }

    private mutating func readMore() throws {
        buffer.removeFirst(start)
        start = 0
        searched = buffer.count
        isAtEnd = try !bytes.read(onto: &buffer)
        if searched > Self.longestLine { fail(Self.tooLong) }
    }

    private static let tooLong = "is longer than 16 MiB. Divide it into lines."

    private mutating func take(upTo end: Int, next: Int, onto lines: inout [String]) {
        let line = buffer[start..<end]
        guard line.count <= Self.longestLine else { return fail(Self.tooLong) }
        if let text = String(validating: line, as: UTF8.self) {
            lines.append(text)
        } else if treatment == .repair {
            repairedLines.append(lineNumber + 1)
            lines.append(String(decoding: line, as: UTF8.self))
        } else {
            let place = InvalidBytes(in: line)
            return fail("invalid UTF-8 at \(place).", isInvalidUTF8: true)
        }
        lineNumber += 1
        start = next
        searched = next
    }

    /// About the line after the last one.
    private mutating func fail(_ words: String, isInvalidUTF8: Bool = false) {
        failure = TextFile.Failure(
            description: "\(name):\(lineNumber + 1): \(words)", isInvalidUTF8: isInvalidUTF8)
    }
}

/// The first bytes of a line that are not UTF-8.
private struct InvalidBytes: CustomStringConvertible {
    /// Counted from 1.
    private let number: Int
    private let byte: UInt8

    init(in line: ArraySlice<UInt8>) {
        var parser = Unicode.UTF8.ForwardParser()
        var bytes = line.makeIterator()
        var place = 0
        while case .valid(let character) = parser.parseScalar(from: &bytes) {
            place += character.count
        }
        number = place + 1
        byte = line.dropFirst(place).first ?? 0
    }

    var description: String {
        let digits = String(byte, radix: 16, uppercase: true)
        return "byte \(number) of the line (0x\(digits))"
    }
}

/// Text files as lines.
enum TextFile {
    struct Failure: Error, CustomStringConvertible {
        var description: String
        var isInvalidUTF8 = false

        /// With what else helps against bytes that are not UTF-8.
        func advising(_ advice: String) -> Failure {
            guard isInvalidUTF8 else { return self }
            return Failure(description: "\(description) \(advice)", isInvalidUTF8: true)
        }
    }

    /// All lines of a file, or of standard input for “-”.
    /// - Throws: when it cannot be read, or is not UTF-8.
    static func lines(of path: String) throws -> [String] {
        _ = try TextBytes.size(of: path)
        var reader = InputLines(try TextBytes(path: path), invalidUTF8: .fail)
        var lines: [String] = []
        do {
            while case let block = try reader.next(1024), !block.isEmpty { lines += block }
        } catch let failure as Failure {
            throw failure.advising("Convert the file to UTF-8.")
        }
        return lines
    }
}
