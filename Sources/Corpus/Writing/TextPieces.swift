/// Cuts a text at places in it, in order; a place within a character stands for its start.
struct TextPieces {
    private let text: String
    private var done: String.Index

    init(_ text: String) {
        self.text = text
        done = text.startIndex
    }

    /// What follows the last piece, up to `offset` bytes from the start of the text.
    mutating func next(upTo offset: Int) -> Substring {
        let utf8 = text.utf8
        let place = utf8.index(text.startIndex, offsetBy: max(0, offset), limitedBy: utf8.endIndex)
        var end = max(done, place ?? utf8.endIndex)
        while end > done, String.Index(end, within: text.unicodeScalars) == nil {
            utf8.formIndex(before: &end)
        }
        defer { done = end }
        return text[done..<end]
    }
}
