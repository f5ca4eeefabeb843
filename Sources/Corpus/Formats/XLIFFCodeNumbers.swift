/// Gives the codes of one unit their numbers, the same to the same code in source and target, and
/// the two of a pair one type.
///
/// A code is known by its id, a closing one by that of its opening one. An id that is a number is
/// kept; the others get what is free, in their order. A closing code without a type has that of its
/// opening one.
enum XLIFFCodeNumbers {
    /// Ids above it are names, not numbers.
    private static let maximumNumber = 1_000_000_000

    static func settle(_ drafts: inout [XLIFFText.Draft]) {
        var sides = [[drafts]]
        settle(&sides)
        drafts = sides[0][0]
    }

    /// - Parameter sides: the codes of all texts, those of the source before those of the target
    static func settle(_ sides: inout [[[XLIFFText.Draft]]]) {
        guard sides.contains(where: { $0.contains { !$0.isEmpty } }) else { return }
        var nameless = 0
        let ids = sides.indices.map { Self.ids(of: &sides[$0], nameless: &nameless) }
        let numbers = Self.numbers(for: ids.joined().joined())
        for side in sides.indices {
            for text in sides[side].indices {
                for code in sides[side][text].indices {
                    let number = numbers[ids[side][text][code]] ?? 0
                    sides[side][text][code].code.number = number
                }
            }
        }
    }

    /// What each code is known by, in the texts of one side.
    private static func ids(
        of texts: inout [[XLIFFText.Draft]], nameless: inout Int
    ) -> [[String]] {
        var open: [String: (id: String, type: String?)] = [:]
        return texts.indices.map { text in
            var ids: [String] = []
            ids.reserveCapacity(texts[text].count)
            for index in texts[text].indices {
                let draft = texts[text][index]
                let partner = draft.partner.map { (id: ids[$0], type: texts[text][$0].code.type) }
                if draft.code.kind == .close,
                    let partner = partner ?? open.removeValue(forKey: draft.pairing)
                {
                    texts[text][index].code.type = draft.code.type ?? partner.type
                    ids.append(partner.id)
                    continue
                }
                var id = draft.id
                if id.isEmpty {
                    // A code of its own; no attribute holds a line break.
                    nameless += 1
                    id = "\n\(nameless)"
                }
                if draft.code.kind == .open { open[draft.pairing] = (id, draft.code.type) }
                ids.append(id)
            }
            return ids
        }
    }

    private static func numbers(for ids: some Sequence<String>) -> [String: Int] {
        var numbers: [String: Int] = [:]
        var taken: Set<Int> = []
        for id in ids where numbers[id] == nil {
            if let number = Int(id), (1...maximumNumber).contains(number),
                taken.insert(number).inserted
            {
                numbers[id] = number
            }
        }
        var free = 1
        for id in ids where numbers[id] == nil {
            while !taken.insert(free).inserted { free += 1 }
            numbers[id] = free
        }
        return numbers
    }
}
