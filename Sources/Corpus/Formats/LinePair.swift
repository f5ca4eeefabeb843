/// Parallel plain text: line N of the target file translates line N of the source file.
enum LinePair {
    /// Reads both files to their ends; positions name the source file.
    ///
    /// Throws when one has more lines than the other: from some line on all pairs would be wrong,
    /// and nobody could say from which.
    static func read(
        source sourceFile: ByteSource, target targetFile: ByteSource, into sink: UnitSink
    ) throws {
        var sources = try LineReader(sourceFile)
        var targets = try LineReader(targetFile)
        while true {
            let source = try sources.next()
            let target = try targets.next()
            guard let source, let target else {
                if source == nil && target == nil { return }
                while try sources.next() != nil {}
                while try targets.next() != nil {}
                throw CorpusError(
                    reason: .unequalLineCounts(
                        source: sources.count, target: targets.count, targetFile: targetFile.name),
                    position: FilePosition(file: sourceFile.name))
            }
            let position = FilePosition(file: sourceFile.name, line: sources.count)
            guard case .bytes(let sourceRange) = source, case .bytes(let targetRange) = target
            else {
                sink.skip(.tooLong, at: position)
                continue
            }
            let texts = LineReader.text(sources.bytes, in: sourceRange).flatMap { source in
                LineReader.text(targets.bytes, in: targetRange).map { (source, $0) }
            }
            switch texts {
            case .success(let (source, target)):
                try sink.offer(TranslationUnit(source: source, target: target, at: position))
            case .failure(let unusable):
                sink.skip(unusable.reason, at: position)
            }
        }
    }
}
