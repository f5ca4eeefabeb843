/// Gathers one verse after the other and adds them to a collection.
struct VerseBuilder {
    /// Of the document.
    var language: String?
    /// Why the open verse cannot be used.
    var fault: CorpusReport.Reason?
    private let file: String
    private let collection: VerseCollection
    private var names: [VerseName]?
    private var line = 0
    private var text = LayoutText()

    init(file: String, collection: VerseCollection) {
        self.file = file
        self.collection = collection
    }

    var isInVerse: Bool { names != nil }

    /// - Parameter names: where there are none, the verse has no counterpart
    mutating func start(_ names: [VerseName], line: Int) {
        self.names = names
        self.line = line
        fault = nil
        text.reset()
    }

    mutating func append(_ text: XMLText) {
        self.text.append(text)
    }

    mutating func separate() {
        text.separate()
    }

    /// Ends the open verse, if there is one.
    mutating func end() throws {
        guard let names else { return }
        self.names = nil
        if text.isTooLong { fault = .tooLong }
        try collection.add(
            Verse(
                names: names, text: text.take(), fault: fault, language: language,
                position: FilePosition(file: file, line: line)))
    }
}
