/// Sentence pairs of a small grammar, English and German.
enum SampleCorpus {
    private static let subjects = [
        ("The dog", "Der Hund"), ("The cat", "Die Katze"), ("My brother", "Mein Bruder"),
        ("Our teacher", "Unser Lehrer"), ("The old man", "Der alte Mann"),
        ("Her friend", "Ihre Freundin"),
    ]
    private static let verbs = [
        ("sees", "sieht"), ("buys", "kauft"), ("paints", "malt"), ("finds", "findet"),
    ]
    private static let objects = [
        ("a house.", "ein Haus."), ("the red car.", "das rote Auto."),
        ("two apples.", "zwei Äpfel."), ("the old book.", "das alte Buch."),
    ]

    /// 96 of them.
    static let pairs: [(english: String, german: String)] = subjects.flatMap { subject in
        verbs.flatMap { verb in
            objects.map { object in
                (
                    "\(subject.0) \(verb.0) \(object.0)", "\(subject.1) \(verb.1) \(object.1)"
                )
            }
        }
    }

    static var tsv: String { pairs.map { "\($0.english)\t\($0.german)\n" }.joined() }

    /// The same sentences with other verbs, which an engine of `tsv` has never translated.
    static var otherTSV: String {
        let verbs = [
            "sieht": "erblickt", "kauft": "erwirbt", "malt": "streicht", "findet": "entdeckt",
        ]
        return pairs.map { pair in
            let german = pair.german.split(separator: " ").map { verbs[String($0)] ?? String($0) }
                .joined(separator: " ")
            return "\(pair.english)\t\(german)\n"
        }.joined()
    }

    /// A memory with one unit a line, from line 3 on.
    static func tmx(languages: (String, String) = ("en", "de")) -> String {
        let units = pairs.map { unit($0.english, $0.german, languages) }
        return "<?xml version=\"1.0\"?>\n<tmx version=\"1.4\"><header/><body>\n"
            + units.joined() + "</body></tmx>\n"
    }

    static func unit(
        _ source: String, _ target: String, _ languages: (String, String) = ("en", "de")
    ) -> String {
        "<tu><tuv xml:lang=\"\(languages.0)\"><seg>\(source)</seg></tuv>"
            + "<tuv xml:lang=\"\(languages.1)\"><seg>\(target)</seg></tuv></tu>\n"
    }
}
