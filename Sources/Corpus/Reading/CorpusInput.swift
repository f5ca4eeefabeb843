import Foundation

/// One `--corpus` argument, understood.
enum CorpusInput: Sendable, Equatable {
    case file(String)
    /// Parallel plain text, or two Bibles: files, or folders of files.
    case pair(source: String, target: String)
    case standardInput

    /// What positions and errors call standard input.
    static let standardInputName = "standard input"

    /// The name of its first file.
    var name: String {
        switch self {
        case .file(let path): path
        case .pair(let source, _): source
        case .standardInput: Self.standardInputName
        }
    }

    /// The files it names; of a folder, what is read of it.
    var files: [String] {
        switch self {
        case .file(let path): [path]
        case .pair(let source, let target):
            [source, target].flatMap { (try? CorpusPair.files(of: $0)) ?? [$0] }
        case .standardInput: []
        }
    }

    /// A path with a comma is one file where that exists, and else a pair of files.
    init(argument: String) throws(CorpusError) {
        if argument == "-" {
            self = .standardInput
            return
        }
        guard !Self.exists(argument), let pair = Self.pair(argument) else {
            try Self.check(argument)
            self = .file(argument)
            return
        }
        try Self.check(pair.source, mayBeFolder: true)
        try Self.check(pair.target, mayBeFolder: true)
        self = .pair(source: pair.source, target: pair.target)
    }

    /// Divides at the comma that leaves two files which exist, or else at the first.
    private static func pair(_ argument: String) -> (source: String, target: String)? {
        let commas = argument.indices.filter { argument[$0] == "," }
        let pairs = commas.map { comma in
            (
                source: String(argument[..<comma]),
                target: String(argument[argument.index(after: comma)...])
            )
        }.filter { !$0.source.isEmpty && !$0.target.isEmpty }
        return pairs.first { exists($0.source) && exists($0.target) } ?? pairs.first
    }

    private static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Throws what can be known to be wrong with a file before anything is read.
    private static func check(
        _ path: String, mayBeFolder: Bool = false
    ) throws(CorpusError) {
        let position = FilePosition(file: path)
        var status = stat()
        guard stat(path, &status) == 0 else {
            let isMissing = errno == ENOENT || errno == ENOTDIR
            throw CorpusError(
                reason: isMissing ? .notFound : .unreadable(systemErrorText(errno)),
                position: position)
        }
        let kind = status.st_mode & S_IFMT
        if kind == S_IFDIR, !mayBeFolder {
            throw CorpusError(reason: .directory, position: position)
        }
        if kind == S_IFREG, status.st_size == 0 {
            throw CorpusError(reason: .empty, position: position)
        }
        guard access(path, R_OK) == 0 else {
            throw CorpusError(reason: .unreadable(systemErrorText(errno)), position: position)
        }
    }
}
