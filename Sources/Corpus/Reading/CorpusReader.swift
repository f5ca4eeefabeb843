package import Foundation

/// Reads bilingual files, as units with all that they hold or as the pairs of two languages.
///
/// Memory does not grow with the files. What is unusable is skipped and counted; that is an error
/// only when nothing usable is left.
package struct CorpusReader: Sendable {
    private let inputs: [CorpusInput]
    private let xmlPaths: XMLPaths?
    private var files = InputCopies()

    /// - Parameters:
    ///   - paths: the arguments of `--corpus`: a file, `SOURCE,TARGET` for parallel plain text and
    ///     for two Bibles, `-` for standard input; any of them may be compressed
    ///   - xmlPaths: where the texts stand in XML of no known format
    package init(paths: [String], xmlPaths: XMLPaths? = nil) throws(CorpusError) {
        self.xmlPaths = xmlPaths
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
    }

    /// The files of each argument, in order: one, two and more of a pair, none of standard input.
    package var paths: [[String]] { inputs.map(\.files) }

    /// A reader of the same that can read any number of times: standard input and pipes are read now
    /// and kept in a temporary file.
    /// - Throws: `CorpusError`, `TemporaryFileError`
    package func rereadable(
        in folder: URL = FileManager.default.temporaryDirectory
    ) throws -> CorpusReader {
        var reader = self
        for input in inputs {
            switch input {
            case .standardInput:
                try reader.files.addStandardInput(named: input.name, in: folder)
            case .file(let path): try reader.files.add(path, in: folder)
            case .pair(let source, let target):
                try reader.files.add(source, in: folder)
                try reader.files.add(target, in: folder)
            }
        }
        return reader
    }

    /// Reads all files in order and hands each unit on, whatever its languages.
    ///
    /// A file that is broken from some place on becomes a warning in the report when there is a
    /// unit in any file.
    /// - Throws: `CorpusError`, or what `body` throws
    package func readUnits(
        _ gathering: Gathering, _ body: (consuming TranslationUnit) throws -> Void
    ) throws -> CorpusReport {
        try withoutActuallyEscaping(body) { body in
            var total = CorpusReport(countsPairs: false)
            var setbacks: [Setback] = []
            for input in inputs {
                let sink = UnitSink(file: input.name, gathering: gathering) { unit, _ in
                    try body(unit)
                }
                if let error = try read(input, into: sink) {
                    setbacks.append(Setback(error: error, used: sink.report.units, of: "unit"))
                }
                total.merge(sink.report)
            }
            if total.units == 0, let first = setbacks.first { throw first.error }
            for setback in setbacks { total.warn(setback.description) }
            return total
        }
    }

    /// Reads all files in order and hands each usable pair of two languages on.
    ///
    /// A file that is broken from some place on, or lacks a language, becomes a warning in the
    /// report when there is a usable pair in any file.
    /// - Throws: `CorpusError`, or what `body` throws
    package func readPairs(
        of languages: LanguagePair, codes: CodeTreatment = .dropped,
        _ body: (SegmentPair) throws -> Void
    ) throws -> CorpusReport {
        let gathering = Gathering(codes: codes != .dropped, metadata: false)
        return try readPairs(of: languages, codes: codes, gathering: gathering) { pair, _ in
            try body(pair)
        }
    }

    /// The same, with the unit that each pair is from.
    package func readPairs(
        of languages: LanguagePair, codes: CodeTreatment = .dropped, gathering: Gathering,
        _ body: (SegmentPair, TranslationUnit) throws -> Void
    ) throws -> CorpusReport {
        try withoutActuallyEscaping(body) { body in
            var total = CorpusReport()
            var setbacks: [Setback] = []
            for input in inputs {
                let (report, error) = try readPairs(
                    input, PairSelector(languages, codes: codes), gathering, body)
                total.merge(report)
                if let error {
                    setbacks.append(Setback(error: error, used: report.pairs, of: "pair"))
                }
            }
            guard total.pairs > 0 else {
                throw setbacks.first?.error
                    ?? CorpusError(
                        reason: .noUsablePair(total.outcome),
                        position: FilePosition(file: total.subject))
            }
            for setback in setbacks { total.warn(setback.description) }
            return total
        }
    }
}

/// What ended a file early, or kept it from being used.
private struct Setback: CustomStringConvertible {
    let error: CorpusError
    /// How many of what the file gave before.
    let used: Int
    let of: String

    var description: String {
        let rest =
            used > 0 ? "What came before is used: \(counted(used, of))." : "The rest is used."
        return "\(error) \(rest)"
    }
}

// MARK: - One input

extension CorpusReader {
    private func readPairs(
        _ input: CorpusInput, _ selector: PairSelector, _ gathering: Gathering,
        _ body: @escaping (SegmentPair, TranslationUnit) throws -> Void
    ) throws -> (CorpusReport, CorpusError?) {
        var selector = selector
        let sink = UnitSink(file: input.name, gathering: gathering) { unit, sink in
            let position = unit.position
            switch selector.select(from: unit) {
            case .unusable(let reason): sink.countUnusable(reason, at: position)
            case .pair(let source, let target):
                sink.countPair()
                try body(SegmentPair(source: source, target: target, position: position), unit)
            }
        }
        let error = try read(input, into: sink)
        sink.count(selector.counts)
        guard error == nil, sink.report.units > 0, let missing = selector.missing else {
            return (sink.report, error)
        }
        let reason = CorpusError.Reason.missingLanguage(missing, present: selector.counts)
        let position = FilePosition(file: input.name)
        return (sink.report, CorpusError(reason: reason, position: position))
    }

    /// - Returns: what made the reading end early, if the units before it still count
    private func read(_ input: CorpusInput, into sink: UnitSink) throws -> CorpusError? {
        do {
            try open(input, into: sink)
        } catch let failure as UnitSink.ReceiverFailure {
            throw failure.error
        } catch let error as CorpusError where error.leavesUsablePart {
            return error
        }
        return nil
    }

    private func open(_ input: CorpusInput, into sink: UnitSink) throws {
        switch input {
        case .pair(let source, let target):
            try CorpusPair(source: source, target: target, files: files).read(into: sink)
        case .file(let path):
            try read(files.open(path), into: sink)
        case .standardInput:
            try read(
                files.openStandardInput(named: CorpusInput.standardInputName), into: sink)
        }
    }

    private func read(_ file: ByteSource, into sink: UnitSink) throws {
        if let xmlPaths, XMLDocument.isOne(file) {
            return try XMLDocument.read(file, paths: xmlPaths, into: sink)
        }
        try CorpusFormat(beginning: file.beginning, name: file.name).read(file, into: sink)
    }
}
