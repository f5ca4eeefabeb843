/// The name of a verse, the same for the spellings of OSIS (`Gen.1.1`) and CES (`b.GEN.1.1`).
struct VerseName: Hashable, CustomStringConvertible {
    /// As OSIS has it where the code is known.
    let book: String
    let chapter: Int
    let verse: Int

    var description: String { "\(book).\(chapter).\(verse)" }

    /// - Returns: nil for what names no verse, such as a chapter
    init?(_ name: some StringProtocol) {
        // `KJV:Gen.1.1!a`: the work before it and the part behind it do not count.
        let whole = name.split(separator: ":").last ?? ""
        var parts = (whole.split(separator: "!").first ?? "").split(separator: ".")
        if parts.count == 4, parts[0] == "b" { parts.removeFirst() }
        guard parts.count == 3, let chapter = Int(parts[1]), let verse = Int(parts[2]) else {
            return nil
        }
        self.init(book: Self.bookNames[parts[0].uppercased()] ?? String(parts[0]), chapter, verse)
    }

    private init(book: String, _ chapter: Int, _ verse: Int) {
        self.book = book
        self.chapter = chapter
        self.verse = verse
    }

    /// The verses that an attribute names: `Gen.1.1 Gen.1.2`, or from `Gen.1.1-Gen.1.3`.
    static func all(in attribute: String) -> [VerseName] {
        attribute.split(separator: " ").flatMap { part -> [VerseName] in
            let ends = part.split(separator: "-").compactMap { VerseName($0) }
            guard ends.count == 2, ends[0].book == ends[1].book,
                ends[0].chapter == ends[1].chapter, ends[0].verse < ends[1].verse,
                ends[1].verse <= largestVerse
            else { return ends }
            return (ends[0].verse...ends[1].verse).map {
                VerseName(book: ends[0].book, ends[0].chapter, $0)
            }
        }
    }

    /// More than the longest chapter has; what a range may end in.
    private static let largestVerse = 200

    /// OSIS's names of the books by the codes of CES, of USFM and in capitals.
    private static let bookNames: [String: String] = {
        var names: [String: String] = [:]
        for line in books.split(separator: "\n") {
            let codes = line.split(separator: " ")
            for code in codes { names[code.uppercased()] = codes.first.map(String.init) }
        }
        return names
    }()

    /// OSIS's name and then the other codes; CES has JUD for Jude and JDG for Judges, as USFM.
    private static let books = """
        Gen
        Exod EXO
        Lev
        Num
        Deut DEU
        Josh JOS
        Judg JDG
        Ruth RUT
        1Sam 1SA
        2Sam 2SA
        1Kgs 1KI
        2Kgs 2KI
        1Chr 1CH
        2Chr 2CH
        Ezra EZR
        Neh
        Esth EST
        Job
        Ps PSA
        Prov PRO
        Eccl ECC
        Song SON SNG
        Isa
        Jer
        Lam
        Ezek EZE EZK
        Dan
        Hos
        Joel JOE JOL
        Amos AMO
        Obad OBA
        Jonah JON
        Mic
        Nah NAM
        Hab
        Zeph ZEP
        Hag
        Zech ZEC
        Mal
        Matt MAT
        Mark MAR MRK
        Luke LUK
        John JOH JHN
        Acts ACT
        Rom
        1Cor 1CO
        2Cor 2CO
        Gal
        Eph
        Phil PHI PHP
        Col
        1Thess 1TH
        2Thess 2TH
        1Tim 1TI
        2Tim 2TI
        Titus TIT
        Phlm PHM
        Heb
        Jas JAM
        1Pet 1PE
        2Pet 2PE
        1John 1JO 1JN
        2John 2JO 2JN
        3John 3JO 3JN
        Jude JUD
        Rev
        """
}
