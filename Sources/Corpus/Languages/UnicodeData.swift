import CICU

/// What ICU knows of languages, regions and scripts.
///
/// The only file of the target that talks to ICU.
enum UnicodeData {
    /// No tag is longer; what is, is none.
    private static let longestTag = 100
    private static let longestName = 400

    /// The tag as BCP 47 has it today, or nil when it is none: `EN-uk` is `en-GB`, `ger` is `de`.
    static func canonicalTag(_ tag: String) -> String? {
        written(for: tag, capacity: longestTag + 60, by: cicu_language_canonical)
    }

    /// The canonical tag with the likeliest script and region where it names none, if they are
    /// known.
    static func likelyTag(_ tag: String) -> String? {
        written(for: tag, capacity: longestTag + 60, by: cicu_language_likely)
    }

    /// The name in English, or nil for a language that is not known.
    static func name(ofTag tag: String) -> String? {
        written(for: tag, capacity: longestName, by: cicu_language_name)
    }

    /// The script that the tag names, or all that the language is customarily written in.
    static func scripts(ofTag tag: String) -> [Script] {
        guard isPlausible(tag) else { return [] }
        let scripts = [UInt8](unsafeUninitializedCapacity: 16) { buffer, count in
            count = Int(cicu_language_scripts(tag, buffer.baseAddress, Int32(buffer.count)))
        }
        return scripts.map(Script.init)
    }

    /// Whether one region is a part of the other, as Mexico of `419`.
    static func region(_ outer: String, contains inner: String) -> Bool {
        isPlausible(outer) && isPlausible(inner) && cicu_region_contains(outer, inner) != 0
    }

    /// The scripts of the first `count` scalars; 0 for what all scripts share.
    static func scripts(ofFirst count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, written in
            cicu_scripts(0, Int32(count), buffer.baseAddress)
            written = count
        }
    }

    static func code(of script: Script) -> String? {
        cicu_script_code(script.rawValue).map { String(cString: $0) }
    }

    static func name(of script: Script) -> String? {
        cicu_script_name(script.rawValue).map { String(cString: $0) }
    }

    /// ASCII of a sensible length, which also keeps a 0 out of what C takes for a string.
    private static func isPlausible(_ tag: String) -> Bool {
        (1...longestTag).contains(tag.utf8.count)
            && tag.utf8.allSatisfy { $0 > UInt8(ascii: " ") && $0 < 0x7F }
    }

    private static func written(
        for tag: String, capacity: Int,
        by write: (UnsafePointer<CChar>?, UnsafeMutablePointer<CChar>?, Int32) -> Int32
    ) -> String? {
        guard isPlausible(tag) else { return nil }
        var isWritten = false
        let text = String(unsafeUninitializedCapacity: capacity) { buffer in
            buffer.withMemoryRebound(to: CChar.self) { buffer in
                let count = write(tag, buffer.baseAddress, Int32(buffer.count))
                isWritten = count > 0
                return max(0, Int(count))
            }
        }
        return isWritten ? text : nil
    }
}
