/// Writes the content of `<seg>`: text and inline codes.
///
/// A pair becomes `<bpt>` and `<ept>`, a code whose partner is elsewhere `<it>`, all others `<ph>`.
/// Pairs without markup are no `<hi>`, which other programs do not take for a code.
struct TMXCodeWriter {
    /// The closing codes whose type differs from their opening one's, which TMX cannot say.
    private(set) var strayTypes = 0

    mutating func write(_ segment: Segment, to xml: inout XMLWriter) throws {
        guard !segment.codes.isEmpty else { return try xml.text(segment.text) }
        var pairing = 0
        try write(segment, to: &xml, &pairing)
    }

    /// - Parameter pairing: the last `i` used
    private mutating func write(
        _ segment: Segment, to xml: inout XMLWriter, _ pairing: inout Int
    ) throws {
        let openings = Self.openings(of: segment.codes)
        var pairings: [Int: Int] = [:]
        for opening in openings.values.sorted() {
            pairing += 1
            pairings[opening] = pairing
        }
        var pieces = TextPieces(segment.text)
        for (index, code) in segment.codes.enumerated() {
            try xml.text(pieces.next(upTo: code.offset))
            let opening = openings[index]
            if let opening, let type = code.type, type != segment.codes[opening].type {
                strayTypes += 1
            }
            let (name, attributes) = Self.tag(of: code, pairing: pairings[opening ?? index])
            try xml.start(name, attributes)
            try writeMarkup(of: code, to: &xml, &pairing)
            try xml.end()
        }
        try xml.text(pieces.next(upTo: .max))
    }

    private mutating func writeMarkup(
        of code: InlineCode, to xml: inout XMLWriter, _ pairing: inout Int
    ) throws {
        var pieces = TextPieces(code.markup)
        for subflow in code.subflows {
            try xml.text(pieces.next(upTo: subflow.offset))
            try xml.start("sub")
            try write(subflow.segment, to: &xml, &pairing)
            try xml.end()
        }
        try xml.text(pieces.next(upTo: .max))
    }

    /// - Parameter pairing: the `i` that the code shares with its partner; nil without one
    private static func tag(
        of code: InlineCode, pairing: Int?
    ) -> (name: String, attributes: [(name: String, value: String?)]) {
        let identity: (name: String, value: String?) = ("x", String(code.number))
        let type: (name: String, value: String?) = ("type", code.type)
        switch (code.kind, pairing) {
        case (.alone, _): return ("ph", [identity, type])
        case (.open, let pairing?): return ("bpt", [("i", String(pairing)), identity, type])
        case (.close, let pairing?): return ("ept", [("i", String(pairing))])
        case (.open, nil): return ("it", [("pos", "begin"), identity, type])
        case (.close, nil): return ("it", [("pos", "end"), identity, type])
        }
    }

    /// For each closing code with its opening one before it, the index of that.
    private static func openings(of codes: [InlineCode]) -> [Int: Int] {
        var open: [Int: [Int]] = [:]
        var openings: [Int: Int] = [:]
        for (index, code) in codes.enumerated() {
            switch code.kind {
            case .open: open[code.number, default: []].append(index)
            case .close: openings[index] = open[code.number]?.popLast()
            case .alone: break
            }
        }
        return openings
    }
}
