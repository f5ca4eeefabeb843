/// One change to a text: a range of its bytes and what comes there.
struct TextEdit: Equatable {
    let range: Range<Int>
    let replacement: [UInt8]

    init(_ range: Range<Int>, _ replacement: [UInt8] = []) {
        self.range = range
        self.replacement = replacement
    }

    init(_ range: Range<Int>, _ scalar: Unicode.Scalar) {
        self.init(range, Array(String(Character(scalar)).utf8))
    }
}

extension Segment {
    /// Changes the text and moves the codes along; an edit with a code in its midst is left out.
    ///
    /// - Parameter edits: in order and apart from each other
    /// - Returns: whether anything changed
    mutating func apply(_ edits: [TextEdit]) -> Bool {
        let edits = edits.filter { edit in
            !codes.contains {
                edit.range.lowerBound < $0.offset && $0.offset < edit.range.upperBound
            }
        }
        guard !edits.isEmpty else { return false }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var done = 0
        for edit in edits {
            result += bytes[done..<edit.range.lowerBound]
            result += edit.replacement
            done = edit.range.upperBound
        }
        result += bytes[done...]
        text = String(decoding: result, as: UTF8.self)
        move(codes: edits)
        return true
    }

    private mutating func move(codes edits: [TextEdit]) {
        var (next, shift) = (0, 0)
        for index in codes.indices {
            while next < edits.count, edits[next].range.upperBound <= codes[index].offset {
                // An insertion at a code's place would come before it; there are none.
                shift += edits[next].replacement.count - edits[next].range.count
                next += 1
            }
            codes[index].offset += shift
        }
    }
}
