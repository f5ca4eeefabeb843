/// A script of Unicode, such as Latin or Han, by ICU's number.
package struct Script: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The four letters of ISO 15924, as in “Cyrl”.
    package var code: String { UnicodeData.code(of: self) ?? "Zzzz" }

    /// The name in Unicode, as in “Cyrillic”.
    package var name: String {
        UnicodeData.name(of: self)?.split(separator: "_").joined(separator: " ") ?? code
    }

    package var description: String { code }
}

/// How much of a text is in the scripts of its language.
///
/// A letter is a character that belongs to a script: an accent, a digit or a comma is none.
package struct ScriptShare: Sendable, Equatable {
    package var letters: Int
    /// The letters that are of the language's scripts.
    package var own: Int
    /// The script that has the most of the others; nil when there are none.
    package var leadingForeign: Script?

    package init(letters: Int, own: Int, leadingForeign: Script?) {
        self.letters = letters
        self.own = own
        self.leadingForeign = leadingForeign
    }

    package var foreign: Int { letters - own }
}

/// How many letters of each script a corpus has.
package struct ScriptCounts: Sendable, Equatable {
    /// By the script's number.
    var counts = [Int](repeating: 0, count: UnicodeScripts.numberOfScripts)

    package init() {}

    package subscript(script: Script) -> Int { counts[Int(script.rawValue)] }

    package var letters: Int { counts.reduce(0, +) }

    /// The scripts that occur but for `own`, the most frequent first.
    package func ranked(without own: [Script] = []) -> [(script: Script, letters: Int)] {
        counts.indices.map { (script: Script(rawValue: UInt8($0)), letters: counts[$0]) }
            .filter { $0.letters > 0 && !own.contains($0.script) }
            .sorted { ($1.letters, $0.script.rawValue) < ($0.letters, $1.script.rawValue) }
    }
}
