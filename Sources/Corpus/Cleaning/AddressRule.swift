/// Web and mail addresses stand on one side only, or have nothing in common.
///
/// The same page in another language is fine: addresses are compared by the words of the host's
/// name, of which one of four or more letters has to be shared (`en.wikipedia.org` and
/// `de.wikipedia.org`).
struct AddressRule: PairRule {
    static let rule = CleaningRule.urls

    func fault(of pair: borrowing CleaningPair) -> String? {
        let source = Self.hosts(in: pair.source)
        let target = Self.hosts(in: pair.target)
        if source == target { return nil }
        guard let first = source.first else { return "\(target[0]) only in the target" }
        guard let second = target.first else { return "\(first) only in the source" }
        let shared = Set(source.flatMap(Self.words)).intersection(target.flatMap(Self.words))
        return shared.isEmpty ? "\(first) against \(second)" : nil
    }

    private static func words(_ host: String) -> [Substring] {
        let words = host.split { $0 == "." || $0 == "-" }
        let long = words.filter { $0.utf8.count >= 4 }
        return long.isEmpty ? words : long
    }

    /// The hosts of all addresses, in order and in small letters.
    private static func hosts(in side: borrowing CleaningSide) -> [String] {
        var hosts: [String] = []
        var index = 0
        while index < side.bytes.count {
            let start: Int
            switch side.bytes[index] {
            case UInt8(ascii: ":") where side.bytes.has("://", at: index): start = index + 3
            case UInt8(ascii: "@") where isMailbox(side.bytes, before: index): start = index + 1
            case UInt8(ascii: "w") where isWWW(side.bytes, at: index): start = index
            default:
                index += 1
                continue
            }
            let end = endOfHost(in: side.bytes, from: start)
            if let host = host(side.bytes[start..<end]) { hosts.append(host) }
            index = max(end, index + 1)
        }
        return hosts
    }

    private static func isMailbox(_ text: borrowing [UInt8], before index: Int) -> Bool {
        index > 0 && text[index - 1].isASCIIAlphanumeric
    }

    /// `www.` that no scheme comes before.
    private static func isWWW(_ text: borrowing [UInt8], at index: Int) -> Bool {
        text.has("www.", at: index) && (index == 0 || !text[index - 1].isASCIIAlphanumeric)
    }

    private static func endOfHost(in text: borrowing [UInt8], from start: Int) -> Int {
        var end = start
        while end < text.count,
            text[end].isASCIIAlphanumeric || text[end] == UInt8(ascii: ".")
                || text[end] == UInt8(ascii: "-")
        { end += 1 }
        return end
    }

    /// With a dot in its midst, or nil for what is no address that a reader could follow.
    private static func host(_ bytes: ArraySlice<UInt8>) -> String? {
        var host = String(decoding: bytes, as: UTF8.self).lowercased()
        while host.hasSuffix(".") || host.hasSuffix("-") { host.removeLast() }
        if host.hasPrefix("www.") { host.removeFirst(4) }
        return host.contains(".") ? host : nil
    }
}
