/// Gives the codes of one unit their numbers: the same to the same code in source and target.
///
/// A code is known by its id. A number for an id is kept, of two codes with one id by the first;
/// the others get what is free, in their order. A pair whose id comes again is another code, a
/// placeholder the same.
enum XLIFFCodeNumbers {
    private struct Key: Hashable {
        var id: String
        var isAlone: Bool
        var occurrence: Int
    }

    /// Ids above it are names, not numbers.
    private static let maximumNumber = 1_000_000_000

    static func settle(source: inout [XLIFFText.Draft]) {
        var sides = [[source], []]
        settle(&sides)
        source = sides[0][0]
    }

    /// - Parameter sides: the codes of all texts, those of the source before those of the target
    static func settle(_ sides: inout [[[XLIFFText.Draft]]]) {
        guard sides.contains(where: { $0.contains { !$0.isEmpty } }) else { return }
        let keys = sides.map { Self.keys(of: $0) }
        let numbers = Self.numbers(for: keys.joined().joined())
        for side in sides.indices {
            for text in sides[side].indices {
                for code in sides[side][text].indices {
                    let number = numbers[keys[side][text][code]] ?? 0
                    sides[side][text][code].code.number = number
                }
            }
        }
    }

    /// What each code is known by; a closing code by what its opening one is.
    private static func keys(of texts: [[XLIFFText.Draft]]) -> [[Key]] {
        var occurrences: [Key: Int] = [:]
        var open: [String: Key] = [:]
        func next(_ id: String, isAlone: Bool) -> Key {
            var key = Key(id: id, isAlone: isAlone, occurrence: 0)
            // Without an id, each is a code of its own.
            if isAlone, !id.isEmpty { return key }
            let occurrence = occurrences[key, default: 0]
            occurrences[key] = occurrence + 1
            key.occurrence = occurrence
            return key
        }
        return texts.map { drafts in
            var keys: [Key] = []
            keys.reserveCapacity(drafts.count)
            for draft in drafts {
                switch draft.code.kind {
                case .alone: keys.append(next(draft.id, isAlone: true))
                case .open:
                    let key = next(draft.id, isAlone: false)
                    open[draft.pairing] = key
                    keys.append(key)
                case .close:
                    if let partner = draft.partner, partner < keys.count {
                        open[draft.pairing] = nil
                        keys.append(keys[partner])
                    } else {
                        let partner = open.removeValue(forKey: draft.pairing)
                        keys.append(partner ?? next(draft.id, isAlone: false))
                    }
                }
            }
            return keys
        }
    }

    private static func numbers(for keys: some Sequence<Key>) -> [Key: Int] {
        var numbers: [Key: Int] = [:]
        var taken: Set<Int> = []
        for key in keys where numbers[key] == nil && key.occurrence == 0 {
            if let number = Int(key.id), (1...maximumNumber).contains(number),
                taken.insert(number).inserted
            {
                numbers[key] = number
            }
        }
        var free = 1
        for key in keys where numbers[key] == nil {
            while !taken.insert(free).inserted { free += 1 }
            numbers[key] = free
        }
        return numbers
    }
}
