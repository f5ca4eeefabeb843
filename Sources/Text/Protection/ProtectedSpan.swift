/// A stretch of text that is one token, and comes back as it was.
struct ProtectedSpan: Sendable, Equatable {
    /// In UTF-16 units of the text as its author wrote it; never empty.
    let range: Range<Int>
    let kind: Protection.Kind
}

/// What a protected span says, and which slot stands for it.
struct ProtectedContent: Sendable, Equatable {
    let text: String
    let kind: Protection.Kind
    /// From 1; 0 for what has none.
    var number = 0

    init(text: String, kind: Protection.Kind, number: Int = 0) {
        self.text = text
        self.kind = kind
        self.number = number
    }
}

extension [ProtectedSpan] {
    /// Of spans that overlap, the earliest, then the longest; in order.
    var withoutOverlaps: [ProtectedSpan] {
        let ordered = sorted {
            ($0.range.lowerBound, -$0.range.count, $0.kind)
                < ($1.range.lowerBound, -$1.range.count, $1.kind)
        }
        var end = 0
        return ordered.filter { span in
            guard span.range.lowerBound >= end else { return false }
            end = span.range.upperBound
            return true
        }
    }

    /// Puts what the user has named before what was found without being named: only where it lies
    /// within a longer span, as a term in an address, does that go first.
    ///
    /// Both lists are in order and do not overlap in themselves.
    func yielding(to named: [ProtectedSpan]) -> [ProtectedSpan] {
        var kept: [ProtectedSpan] = []
        var next = 0
        for span in self {
            while next < named.count, named[next].range.upperBound <= span.range.lowerBound {
                kept.append(named[next])
                next += 1
            }
            var end = next
            while end < named.count, named[end].range.lowerBound < span.range.upperBound {
                end += 1
            }
            let overlapping = named[next..<end]
            if overlapping.allSatisfy({ span.range.strictlyContains($0.range) }) {
                kept.append(span)
                next = end
            }
        }
        return kept + named[next...]
    }
}

extension Range<Int> {
    fileprivate func strictlyContains(_ other: Range<Int>) -> Bool {
        lowerBound <= other.lowerBound && other.upperBound <= upperBound && self != other
    }
}
