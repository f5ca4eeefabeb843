/// A pair as the rules look at it: both texts as bytes, with what one look at each has found.
///
/// Its storage serves for one pair after another. It cannot be copied, which alone would cost as much
/// as the rules.
struct CleaningPair: ~Copyable {
    var source = CleaningSide()
    var target = CleaningSide()

    /// The side that answers, with its name for details.
    func first(where isFaulty: (borrowing CleaningSide) -> Bool) -> String? {
        if isFaulty(source) { return "source" }
        if isFaulty(target) { return "target" }
        return nil
    }
}

/// One side of a pair.
struct CleaningSide: ~Copyable {
    private(set) var segment = Segment("")
    /// One line without codes, in UTF-8.
    private(set) var bytes: [UInt8] = []
    private(set) var traits = TextTraits()
    /// The line as a string.
    private(set) var text = ""

    /// Puts a segment in the place of the last, repairs it, and looks at it.
    ///
    /// - Returns: the rules that changed something
    mutating func load(
        _ segment: Segment, repairs: [any TextRepair], scanner: borrowing TextScanner
    ) -> [CleaningRule] {
        self.segment = segment
        put(segment.text, scanner)
        var applied: [CleaningRule] = []
        for repair in repairs where repair.mayApply(to: traits) {
            let edits = repair.edits(of: bytes)
            guard !edits.isEmpty, self.segment.apply(edits) else { continue }
            applied.append(type(of: repair).rule)
            put(self.segment.text, scanner)
        }
        let plain = self.segment.plainText()
        if plain.utf8.count != bytes.count || plain != text { put(plain, scanner) }
        return applied
    }

    private mutating func put(_ text: String, _ scanner: borrowing TextScanner) {
        self.text = text
        bytes.removeAll(keepingCapacity: true)
        bytes.append(contentsOf: text.utf8)
        traits = scanner.traits(of: bytes)
    }
}
