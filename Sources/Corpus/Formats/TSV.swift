/// Tab-separated text: source, target, and further columns, which are ignored.
enum TSV {
    static func read(_ source: ByteSource, into sink: UnitSink) throws {
        var lines = try LineReader(source)
        while let line = try lines.next() {
            let position = FilePosition(file: source.name, line: lines.count)
            guard case .bytes(let range) = line else {
                sink.skip(.tooLong, at: position)
                continue
            }
            guard let columns = firstColumns(lines.bytes, in: range) else {
                sink.skip(.missingColumn, at: position)
                continue
            }
            let texts = LineReader.text(lines.bytes, in: columns.source).flatMap { source in
                LineReader.text(lines.bytes, in: columns.target).map { (source, $0) }
            }
            switch texts {
            case .success(let (source, target)):
                try sink.offer(TranslationUnit(source: source, target: target, at: position))
            case .failure(let unusable):
                sink.skip(unusable.reason, at: position)
            }
        }
    }

    private static func firstColumns(
        _ bytes: borrowing [UInt8], in line: Range<Int>
    ) -> (source: Range<Int>, target: Range<Int>)? {
        let tab = UInt8(ascii: "\t")
        guard let first = bytes.firstIndex(of: tab, in: line) else { return nil }
        let rest = (first + 1)..<line.upperBound
        let second = bytes.firstIndex(of: tab, in: rest) ?? line.upperBound
        return (line.lowerBound..<first, rest.lowerBound..<second)
    }
}
