/// Where the units and their texts stand in XML that is of no known format.
///
/// A path is one or more names of elements, the outer first, such as `body/entry`; it holds for
/// every element whose own name and whose parents' it ends in. The last may have a condition, as in
/// `text[@lang=en]`. The paths of the texts are looked for inside the unit, and may end in an
/// attribute (`entry/@text`; of the unit itself, `@text`). Names are without prefixes.
///
/// The first element of a unit that answers a path counts. With the same path for both, the first
/// is the source and the second the target.
package struct XMLPaths: Sendable, Equatable {
    struct Path: Sendable, Equatable {
        /// As the user wrote it.
        let text: String
        let elements: [String]
        let condition: Condition?
        let attribute: String?
    }

    struct Condition: Sendable, Equatable {
        let attribute: String
        let value: String
    }

    let unit: Path
    let source: Path
    let target: Path

    /// - Throws: `CorpusError` for what is not a path
    package init(unit: String, source: String, target: String) throws(CorpusError) {
        self.unit = try Path(unit, option: "--xml-unit")
        self.source = try Path(source, option: "--xml-source")
        self.target = try Path(target, option: "--xml-target")
        if self.unit.attribute != nil { throw Path.error(unit, option: "--xml-unit") }
    }
}

extension XMLPaths.Path {
    fileprivate init(_ text: String, option: String) throws(CorpusError) {
        let error = Self.error(text, option: option)
        var steps: [Substring] = []
        var condition: XMLPaths.Condition?
        var attribute: String?
        for step in Self.steps(of: text) {
            // Nothing follows a condition but an attribute, and nothing an attribute.
            guard attribute == nil, condition == nil || step.hasPrefix("@") else { throw error }
            if step.hasPrefix("@") {
                attribute = String(step.dropFirst())
            } else if let bracket = step.firstIndex(of: "[") {
                guard let parsed = XMLPaths.Condition(step[bracket...]) else { throw error }
                condition = parsed
                steps.append(step[..<bracket])
            } else {
                steps.append(step)
            }
        }
        let names = steps.map(String.init) + [attribute].compactMap(\.self)
        guard !names.isEmpty, names.allSatisfy(Self.isName) else { throw error }
        self.text = text
        elements = steps.map(String.init)
        self.condition = condition
        self.attribute = attribute
    }

    fileprivate static func error(_ text: String, option: String) -> CorpusError {
        CorpusError(
            reason: .invalidPath(String(text.prefix(100))), position: FilePosition(file: option))
    }

    /// Divides at each `/` outside a condition.
    private static func steps(of text: String) -> [Substring] {
        var isInCondition = false
        return text.split(omittingEmptySubsequences: false) { character in
            if character == "[" { isInCondition = true }
            if character == "]" { isInCondition = false }
            return character == "/" && !isInCondition
        }
    }

    private static func isName(_ name: String) -> Bool {
        !name.isEmpty && !name.contains { $0.isWhitespace || "/@[]<>=\"':".contains($0) }
    }
}

extension XMLPaths.Condition {
    /// - Parameter text: as in `[@lang=en]`; the value may be in quotation marks
    fileprivate init?(_ text: Substring) {
        guard text.hasPrefix("[@"), text.hasSuffix("]") else { return nil }
        let parts = text.dropFirst(2).dropLast().split(separator: "=", maxSplits: 1)
        guard parts.count == 2, !parts[0].isEmpty else { return nil }
        var value = parts[1]
        if let quote = value.first, quote == "\"" || quote == "'", value.count > 1,
            value.last == quote
        {
            value = value.dropFirst().dropLast()
        }
        attribute = String(parts[0])
        self.value = String(value)
    }
}
