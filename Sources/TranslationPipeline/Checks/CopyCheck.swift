/// Whether a translation is its source once more.
///
/// Looks at words that begin with a letter, whatever its case. A source of fewer than three is not
/// looked at, nor one whose words after the first all begin with capitals, as names do. The
/// translation is a copy when nine words in ten are the source's, in its order, and the others
/// stand together.
enum CopyCheck {
    private static let fewestWords = 3

    static func fails(_ pair: CheckedPair) -> Bool {
        let source = pair.sourceWords.filter(beginsWithLetter)
        let target = pair.targetWords.filter(beginsWithLetter)
        let longer = max(source.count, target.count)
        guard source.count >= fewestWords,
            (longer - min(source.count, target.count)) * 10 <= longer,
            source.dropFirst().contains(where: { !beginsWithCapital($0) })
        else { return false }
        let shorter = min(source.count, target.count)
        var same = 0
        while same < shorter, isEqual(source[same], target[same]) { same += 1 }
        var last = 0
        while last < shorter - same,
            isEqual(source[source.count - 1 - last], target[target.count - 1 - last])
        {
            last += 1
        }
        return (same + last) * 10 >= longer * 9
    }

    private static func isEqual(_ one: String, _ other: String) -> Bool {
        one == other || one.lowercased() == other.lowercased()
    }

    private static func beginsWithLetter(_ word: String) -> Bool {
        word.unicodeScalars.first?.properties.isAlphabetic ?? false
    }

    private static func beginsWithCapital(_ word: String) -> Bool {
        word.unicodeScalars.first.map { $0.properties.isUppercase } ?? false
    }
}
