/// A choice of rules, as people write it: `all`, `none`, or names with commas between them.
package struct CleaningSelection: Sendable, Codable, Equatable, CustomStringConvertible {
    package let rules: Set<CleaningRule>

    package static let all = CleaningSelection(rules: Set(CleaningRule.allCases))
    package static let none = CleaningSelection(rules: [])

    package init(rules: Set<CleaningRule>) {
        self.rules = rules
    }

    /// Nil for what is neither a rule nor all nor none.
    package init?(text: String) {
        switch text.lowercased() {
        case "all": self = .all
        case "none": self = .none
        default:
            let names = text.lowercased().split(separator: ",", omittingEmptySubsequences: false)
            let rules = names.compactMap { CleaningRule(rawValue: String($0)) }
            guard rules.count == names.count else { return nil }
            self.init(rules: Set(rules))
        }
    }

    package var description: String {
        if self == .all { return "all" }
        return inOrder.isEmpty ? "none" : inOrder.map(\.rawValue).joined(separator: ",")
    }

    private var inOrder: [CleaningRule] { CleaningRule.allCases.filter(rules.contains) }
}

// MARK: - Codable

extension CleaningSelection {
    private enum CodingKeys: String, CodingKey {
        case rules
    }

    /// Writes the rules in order: a set has none, and equal settings are to be equal files.
    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(inOrder, forKey: .rules)
    }
}
