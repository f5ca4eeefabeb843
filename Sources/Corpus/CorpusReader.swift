/// Reads bilingual files as the pairs of one language pair.
///
/// Memory does not grow with the files. What is unusable is skipped and counted; that is an error
/// only when nothing usable is left.
package struct CorpusReader: Sendable {
    private let inputs: [CorpusInput]
    private let source: String
    private let target: String

    /// - Parameters:
    ///   - paths: the arguments of `--corpus`: a file, `SOURCE,TARGET` for parallel plain text, `-`
    ///     for standard input; any of them may be gzip
    ///   - source: language code
    ///   - target: language code
    package init(paths: [String], source: String, target: String) throws(CorpusError) {
        try Self.check(source: source, target: target)
        guard !paths.isEmpty else {
            throw CorpusError(reason: .noFile, position: FilePosition(file: "--corpus"))
        }
        var inputs: [CorpusInput] = []
        for path in paths {
            let input = try CorpusInput(argument: path)
            if input == .standardInput, inputs.contains(input) {
                throw CorpusError(
                    reason: .repeatedStandardInput, position: FilePosition(file: "--corpus"))
            }
            inputs.append(input)
        }
        self.inputs = inputs
        self.source = source
        self.target = target
    }

    /// The files of each argument, in order: one, two of parallel text, none of standard input.
    package var paths: [[String]] {
        inputs.map { input in
            switch input {
            case .file(let path): [path]
            case .pair(let source, let target): [source, target]
            case .standardInput: []
            }
        }
    }

    /// Reads all files in order and hands each usable pair on.
    ///
    /// A file that is broken from some place on, or lacks a language, becomes a warning in the
    /// report when there is a usable pair in any file.
    /// - Throws: `CorpusError`, or what `body` throws
    package func read(_ body: (SegmentPair) throws -> Void) throws -> CorpusReport {
        try withoutActuallyEscaping(body) { body in
            var total = CorpusReport()
            var setbacks: [(error: CorpusError, pairs: Int)] = []
            for input in inputs {
                let (report, setback) = try read(input, body)
                total.merge(report)
                if let setback { setbacks.append((setback, report.pairs)) }
            }
            guard total.pairs > 0 else {
                throw setbacks.first?.error
                    ?? CorpusError(
                        reason: .noUsablePair(total.outcome),
                        position: FilePosition(file: total.subject))
            }
            for (error, pairs) in setbacks {
                let used =
                    pairs > 0
                    ? "What came before is used: \(counted(pairs, "pair"))." : "The rest is used."
                total.warn("\(error) \(used)")
            }
            return total
        }
    }

    /// - Returns: the report of one input, and what made it end early, if its pairs still count
    private func read(
        _ input: CorpusInput, _ body: @escaping (SegmentPair) throws -> Void
    ) throws -> (CorpusReport, setback: CorpusError?) {
        let sink = PairSink(file: input.name, source: source, target: target, receive: body)
        do {
            try Self.read(input, into: sink)
        } catch let failure as PairSink.ReceiverFailure {
            throw failure.error
        } catch let error as CorpusError where error.leavesUsablePart {
            return (sink.report, error)
        }
        return (sink.report, nil)
    }

    private static func read(_ input: CorpusInput, into sink: PairSink) throws {
        switch input {
        case .pair(let source, let target):
            try LinePair.read(
                source: ByteSource(path: source), target: ByteSource(path: target), into: sink)
        case .file(let path):
            try read(ByteSource(path: path), into: sink)
        case .standardInput:
            try read(
                ByteSource(standardInputNamed: CorpusInput.standardInputName), into: sink)
        }
    }

    private static func read(_ file: ByteSource, into sink: PairSink) throws {
        try CorpusFormat(beginning: file.beginning, name: file.name).read(file, into: sink)
    }

    private static func check(source: String, target: String) throws(CorpusError) {
        for (option, code) in [("--source", source), ("--target", target)] {
            let isCode =
                !code.isEmpty && code.utf8.count <= 35
                && code.unicodeScalars.allSatisfy { scalar in
                    scalar.isASCII && (scalar.properties.isAlphabetic || "0"..."9" ~= scalar)
                        || scalar == "-" || scalar == "_"
                }
            guard isCode else {
                throw CorpusError(
                    reason: .invalidLanguage(String(code.prefix(40))),
                    position: FilePosition(file: option))
            }
        }
        if LanguageTag.match(wanted: source, found: target) == .exact {
            throw CorpusError(
                reason: .sameLanguage(source, target), position: FilePosition(file: "--target"))
        }
    }
}
