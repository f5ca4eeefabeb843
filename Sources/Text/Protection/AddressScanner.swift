/// Finds addresses of the web.
///
/// `scheme://…`, `www.…`, `mailto:…`, and `example.com/…` where the domain is one of those that no
/// sentence has before a slash. Punctuation at the end and a bracket without its partner are not
/// part of an address, nor are letters of scripts without spaces, whose text may follow at once.
enum AddressScanner {
    private static let longestScheme = 32
    private static let longestHost = 128

    /// The address whose `:`, `.` or `/` is here; nil for none.
    static func range(in units: [UInt16], at place: Int) -> Range<Int>? {
        switch units[place] {
        case UInt16(ascii: ":"): schemed(in: units, at: place)
        case UInt16(ascii: "."): worldWideWeb(in: units, at: place)
        default: bare(in: units, at: place)
        }
    }

    private static func schemed(in units: [UInt16], at colon: Int) -> Range<Int>? {
        var reader = UnitReader(units, at: colon + 1)
        guard reader.nextIs("/") else { return mail(in: units, at: colon) }
        reader.skip()
        guard reader.take("/") else { return nil }
        _ = reader.take("/")
        guard let start = startOfScheme(in: units, endingAt: colon),
            reader.nextClass?.isSpacedLetter == true || reader.nextClass?.kind == .digit
                || reader.next.map(hostSigns.contains) == true,
            let end = end(in: units, from: reader.place)
        else { return nil }
        return start..<end
    }

    /// What a host written by a program begins with: `[::1]`, `{host}`, `%s`, `$host`.
    private static let hostSigns = Set("[{%$".utf16)

    private static func startOfScheme(in units: [UInt16], endingAt colon: Int) -> Int? {
        var start = colon
        while start > 0, colon - start <= longestScheme, isSchemeUnit(units[start - 1]) {
            start -= 1
        }
        guard colon - start <= longestScheme else { return nil }
        // “end.https://…” lacks a space, but `com.example.app://…` is a scheme.
        if let stop = units[start..<colon].lastIndex(of: UInt16(ascii: ".")),
            webSchemes.contains(units[(stop + 1)..<colon].map { $0 | 0x20 })
        {
            start = stop + 1
        }
        while start < colon, !units[start].isASCIILetter { start += 1 }
        return colon - start > 1 ? start : nil
    }

    private static let webSchemes = Set(["http", "https", "ftp"].map { Array($0.utf16) })

    private static func isSchemeUnit(_ unit: UInt16) -> Bool {
        unit.isASCIIAlphanumeric || unit == UInt16(ascii: "+") || unit == UInt16(ascii: "-")
            || unit == UInt16(ascii: ".")
    }

    private static func mail(in units: [UInt16], at colon: Int) -> Range<Int>? {
        let start = colon - mailScheme.count
        guard start >= 0, units[start..<colon].map({ $0 | 0x20 }) == mailScheme,
            start == 0 || !units[start - 1].isASCIIAlphanumeric,
            colon + 1 < units.count, units[colon + 1].isASCIIAlphanumeric,
            let end = end(in: units, from: colon + 1)
        else { return nil }
        return start..<end
    }

    private static let mailScheme = Array("mailto".utf16)

    private static func worldWideWeb(in units: [UInt16], at stop: Int) -> Range<Int>? {
        let start = stop - 3
        guard start >= 0, units[start..<stop].allSatisfy({ $0 | 0x20 == UInt16(ascii: "w") }),
            start == 0 || !units[start - 1].isASCIIAlphanumeric,
            let first = units.unitClass(at: stop + 1), first.isSpacedLetter || first.kind == .digit,
            let end = end(in: units, from: stop + 1)
        else { return nil }
        return start..<end
    }

    private static func bare(in units: [UInt16], at slash: Int) -> Range<Int>? {
        var start = slash
        while start > 0, slash - start <= longestHost,
            units[start - 1].isASCIIAlphanumeric || units[start - 1] == UInt16(ascii: "-")
                || units[start - 1] == UInt16(ascii: ".")
        {
            start -= 1
        }
        let host = units[start..<slash]
        guard host.count <= longestHost, let stop = host.lastIndex(of: UInt16(ascii: ".")),
            domains.contains(host[(stop + 1)...].map { $0 | 0x20 }),
            stop > start, units[start].isASCIIAlphanumeric, units[stop - 1].isASCIIAlphanumeric,
            units.unitClass(before: start)?.isSpacedLetter != true,
            let end = end(in: units, from: slash)
        else { return nil }
        return start..<end
    }

    private static let domains = Set(
        ["com", "org", "net", "edu", "gov", "io", "info", "app", "dev"].map { Array($0.utf16) })

    // MARK: - The end

    private static func end(in units: [UInt16], from start: Int) -> Int? {
        var open = [0, 0, 0]
        var end = start
        while end < units.count, isAddressUnit(units[end]) {
            if let bracket = openings.firstIndex(of: units[end]) { open[bracket] += 1 }
            if let bracket = closings.firstIndex(of: units[end]) {
                if open[bracket] == 0 { break }
                open[bracket] -= 1
            }
            end += 1
        }
        while end > start, trailing.contains(units[end - 1]) { end -= 1 }
        return end > start ? end : nil
    }

    private static let openings = Array("([{".utf16)
    private static let closings = Array(")]}".utf16)
    private static let trailing = Set(".,;:!?'\"*_~([{".utf16)
    private static let excluded = Set("<>\"`\\^|".utf16)

    private static func isAddressUnit(_ unit: UInt16) -> Bool {
        if unit < 0x80 { return unit > 0x20 && unit != 0x7F && !excluded.contains(unit) }
        let unitClass = UnitClass(unit: unit)
        return unitClass.isSpacedLetter || unitClass.kind == .digit
    }
}
