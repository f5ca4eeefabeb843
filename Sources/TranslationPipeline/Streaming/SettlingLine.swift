internal import Search
internal import Text

/// A line's translation as far as it cannot change any more.
///
/// Parts are searched for at the same time and told in order. A part into which words of the
/// source are put back is told when all of the line is known: where they go, nobody knows before.
struct SettlingLine {
    private let line: PlannedLine
    private let subwords: SubwordModel
    /// What is known of each part's tokens.
    private var tokens: [[Int32]]
    private var isComplete: [Bool]
    /// The first part that has not been told whole.
    private var part = 0
    /// Of that part, in Unicode code points.
    private var toldOfPart = 0
    private var told = String.UnicodeScalarView()

    init(_ line: PlannedLine, subwords: SubwordModel) {
        self.line = line
        self.subwords = subwords
        tokens = line.parts.map { _ in [] }
        isComplete = line.parts.map(\.search.tokens.isEmpty)
    }

    /// What is known before anything is searched for.
    mutating func begin() -> String {
        told += line.plan.leading.unicodeScalars
        return line.plan.leading + news()
    }

    /// Takes the tokens that a part's translation begins with, or is.
    /// - Returns: what of the line has settled by that.
    mutating func settle(_ tokens: [Int32], part: Int, isComplete: Bool) -> String {
        self.tokens[part] = tokens
        self.isComplete[part] = isComplete
        return part == self.part ? news() : ""
    }

    private mutating func news() -> String {
        var news = String.UnicodeScalarView()
        while part < line.parts.count, let text = settledText(ofPart: part) {
            news += text.unicodeScalars.dropFirst(toldOfPart)
            toldOfPart = max(toldOfPart, text.unicodeScalars.count)
            guard isComplete[part] else { break }
            news += line.plan.parts[part].separator.unicodeScalars
            part += 1
            toldOfPart = 0
        }
        told += news
        return String(news)
    }

    /// - Returns: nil where nothing can be told before the line's end.
    private func settledText(ofPart part: Int) -> String? {
        let source = line.plan.parts[part].source
        if line.parts[part].search.tokens.isEmpty { return line.plan.parts[part].text }
        guard source.uncovered.isEmpty else { return nil }
        let unknown = line.parts[part].unknown
        guard isComplete[part] else {
            return subwords.settledText(of: tokens[part], slots: source.slots, unknown: unknown)
        }
        let decoded = subwords.decode(tokens[part], slots: source.slots, unknown: unknown)
        return decoded.missingWords.isEmpty ? decoded.text : nil
    }

    /// What was not told of the whole.
    func rest(of target: String) -> String {
        let rest = target.unicodeScalars.dropFirst(told.count)
        assert(target.unicodeScalars.starts(with: told), "“\(target)” after “\(String(told))”")
        return String(rest)
    }
}
