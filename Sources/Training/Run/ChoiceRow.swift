/// One option of many: what it is called, where the choice lies, and where that which it settles.
///
/// A kind of choices is a table of these. What is asked, what is settled by it and what is said of
/// it cannot go apart then.
struct ChoiceRow<Chosen, Settings> {
    let option: String
    /// As people write it; nil when it is not chosen.
    let words: (Chosen) -> String?
    /// Replaces the setting, if there is a choice.
    let apply: (Chosen, inout Settings) -> Void
    /// Takes the setting for the choice, if it makes a difference to the other settings.
    let take: (Settings, inout Chosen) -> Void

    /// - Parameter counts: whether the setting makes a difference
    init<Value>(
        _ option: String, _ choice: WritableKeyPath<Chosen, Value?>,
        _ setting: WritableKeyPath<Settings, Value>,
        words: @escaping (Value) -> String = { "\($0)" },
        where counts: @escaping (Settings) -> Bool = { _ in true }
    ) {
        self.option = option
        self.words = { $0[keyPath: choice].map(words) }
        apply = { choices, settings in
            if let value = choices[keyPath: choice] { settings[keyPath: setting] = value }
        }
        take = { settings, choices in
            if counts(settings) { choices[keyPath: choice] = settings[keyPath: setting] }
        }
    }

    init<Value: RawRepresentable<String>>(
        _ option: String, _ choice: WritableKeyPath<Chosen, Value?>,
        _ setting: WritableKeyPath<Settings, Value>
    ) {
        self.init(option, choice, setting, words: \.rawValue)
    }
}

extension [(option: String, words: String?)] {
    init<Chosen, Settings>(_ choices: Chosen, in table: [ChoiceRow<Chosen, Settings>]) {
        self = table.map { ($0.option, $0.words(choices)) }
    }
}
