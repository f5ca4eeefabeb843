import Foundation
import Tensors

/// A translation memory of any size, made of invented English and German words, as CAT tools
/// export them: inline tags in each unit, identifiers, dates, users and properties.
///
/// The same seed and size give the same bytes.
struct SyntheticMemory {
    private var random: RandomSource
    /// Clauses of a few words, with a blank behind each.
    private let english: [[UInt8]]
    private let german: [[UInt8]]
    private let users: [[UInt8]]
    private let domains: [[UInt8]]
    private var buffer: [UInt8] = []
    private var units = 0

    private static let clauses = 4_096
    private static let flushBytes = 1 << 20

    init(seed: UInt64) {
        var random = RandomSource(seed: seed)
        let english = Words(
            onsets: "b c d f g h l m n p r s t w th st tr pl ch sh br gr",
            vowels: "a e i o u ea ou",
            codas: "n t r s l nd st ck ng m rd ll")
        let german = Words(
            onsets: "b d f g h k l m n r s t w z sch st pf tr br gl kr",
            vowels: "a e i o u ei ie ä ö ü",
            codas: "n t r s l nd ch cht ng m ß rt")
        self.english = (0..<Self.clauses).map { _ in english.clause(&random) }
        self.german = (0..<Self.clauses).map { _ in german.clause(&random) }
        users = (0..<16).map { _ in english.word(syllables: 2, &random) }
        domains = (0..<16).map { _ in english.clause(&random).dropLast() }
        self.random = random
        buffer.reserveCapacity(Self.flushBytes + (1 << 16))
    }

    /// Writes units until the file has at least `bytes`, and closes the document.
    ///
    /// - Returns: how many units it has
    mutating func write(to file: FileHandle, bytes: Int) throws -> Int {
        add(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <!DOCTYPE tmx SYSTEM "tmx14.dtd">
            <tmx version="1.4">
              <header creationtool="bench" creationtoolversion="1" segtype="sentence" \
            o-tmf="bench" adminlang="en-US" srclang="en-US" datatype="xml"/>
              <body>

            """)
        var written = 0
        while written + buffer.count < bytes {
            addUnit()
            if buffer.count >= Self.flushBytes {
                written += buffer.count
                try flush(to: file)
            }
        }
        add("  </body>\n</tmx>\n")
        try flush(to: file)
        return units
    }

    private mutating func flush(to file: FileHandle) throws {
        try file.write(contentsOf: buffer)
        buffer.removeAll(keepingCapacity: true)
    }
}

// MARK: - A unit

extension SyntheticMemory {
    /// One or more clauses, with codes at the same places in both languages.
    private mutating func addUnit() {
        units += 1
        // 2 to 7 clauses of 3 or so words: 12 words a segment on the average.
        let length = 2 + Int(random.next() % 3) + Int(random.next() % 4)
        let shape = Shape(
            clauses: length, bold: Int(random.next() % UInt64(length)),
            image: Int(random.next() % UInt64(length)), choices: random.next())
        add("    <tu tuid=\"")
        add(digits: units)
        add("\" creationdate=\"")
        addDate()
        add("\" creationid=\"")
        addOne(of: users)
        add("\" changedate=\"")
        addDate()
        add("\" changeid=\"")
        addOne(of: users)
        add("\" usagecount=\"")
        add(digits: Int(random.next() % 40))
        add("\">\n      <prop type=\"x-Domain\">")
        addOne(of: domains)
        add("</prop>\n      <prop type=\"x-Project\">")
        add(digits: Int(random.next() % 9_000))
        add("</prop>\n")
        addVariant("en-US", english, shape)
        addVariant("de-DE", german, shape)
        add("    </tu>\n")
    }

    /// What both variants of a unit have in common.
    private struct Shape {
        let clauses: Int
        /// The clauses that are bold, and behind which stands an image.
        let bold: Int
        let image: Int
        let choices: UInt64
    }

    private mutating func addVariant(_ language: StaticString, _ clauses: [[UInt8]], _ shape: Shape)
    {
        add("      <tuv xml:lang=\"")
        add(language)
        add("\"><seg>")
        for index in 0..<shape.clauses {
            if index == shape.bold {
                add("<bpt i=\"1\" x=\"1\" type=\"bold\">&lt;b&gt;</bpt>")
            }
            addOne(of: clauses)
            if index == shape.bold { add("<ept i=\"1\">&lt;/b&gt;</ept>") }
            if index == shape.image {
                add("<ph x=\"2\" type=\"image\">&lt;img src=&quot;")
                add(digits: Int(shape.choices % 100_000))
                add(".png&quot;/&gt;</ph>")
            }
        }
        add(digits: Int((shape.choices >> 32) % 10_000))
        add(".</seg></tuv>\n")
    }

    /// `YYYYMMDDThhmmssZ`.
    private mutating func addDate() {
        let draw = random.next()
        add(digits: 2005 + Int(draw & 15))
        add(digits: 101 + Int(draw >> 4 & 7) * 100 + Int(draw >> 7 & 15), width: 4)
        add("T")
        add(digits: 80_000 + Int(draw >> 11 & 7) * 10_000 + Int(draw >> 14 & 31), width: 6)
        add("Z")
    }

    private mutating func addOne(of choices: [[UInt8]]) {
        buffer += choices[Int(random.next() % UInt64(choices.count))]
    }

    private mutating func add(_ literal: StaticString) {
        literal.withUTF8Buffer { buffer += $0 }
    }

    private mutating func add(digits number: Int, width: Int = 1) {
        var divisor = 1
        for _ in 1..<width { divisor *= 10 }
        while number / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            buffer.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
            divisor /= 10
        }
    }
}

/// Invented words that look like a language's.
private struct Words {
    private let onsets: [String]
    private let vowels: [String]
    private let codas: [String]

    init(onsets: String, vowels: String, codas: String) {
        self.onsets = onsets.split(separator: " ").map(String.init)
        self.vowels = vowels.split(separator: " ").map(String.init)
        self.codas = codas.split(separator: " ").map(String.init)
    }

    func word(syllables: Int, _ random: inout RandomSource) -> [UInt8] {
        var word = ""
        for syllable in 0..<syllables {
            word += onsets[Int.random(in: 0..<onsets.count, using: &random)]
            word += vowels[Int.random(in: 0..<vowels.count, using: &random)]
            if syllable == syllables - 1 {
                word += codas[Int.random(in: 0..<codas.count, using: &random)]
            }
        }
        return Array(word.utf8)
    }

    /// One to four words, a blank behind each.
    func clause(_ random: inout RandomSource) -> [UInt8] {
        (0..<Int.random(in: 1...4, using: &random)).flatMap { _ in
            word(syllables: Int.random(in: 1...3, using: &random), &random)
                + [UInt8(ascii: " ")]
        }
    }
}
