import Testing

@testable import Engines

@Suite struct EngineCardTests {
    private let record = FileRecord(bytes: 120, checksum: Checksum())

    @Test("a card names data, scores, settings and the command")
    func markdown() {
        let card = EngineCard(
            sourceLanguage: "en", targetLanguage: "de", date: "2026-01-31",
            command: "translate train \\\n  --corpus a.tmx",
            files: [
                .init(name: "a.tmx", use: "training", pairs: 400, record: record),
                .init(
                    name: "b|c.tsv", use: "development", pairs: 10, record: record,
                    origin: "our own"),
            ],
            settings: [("preset", "tiny")],
            scores: [
                .init(
                    metric: "BLEU", corpus: "development set", number: 31.456, signature: "tok:13a")
            ])
        #expect(
            card.markdown == """
                # Translation engine en → de

                Trained on 2026-01-31 with

                    translate train \\
                      --corpus a.tmx

                ## Data

                | file | use | pairs | bytes | CRC-32 | origin |
                | --- | --- | --- | --- | --- | --- |
                | a.tmx | training | 400 | 120 | 00000000 |  |
                | b\\|c.tsv | development | 10 | 120 | 00000000 | our own |

                ## Scores

                | metric | measured on | score | signature |
                | --- | --- | --- | --- |
                | BLEU | development set | 31.46 | tok:13a |

                ## Settings

                | setting |  |
                | --- | --- |
                | preset | tiny |

                """)
    }

    @Test("a card without data, scores and settings has no empty tables")
    func nothingKnown() {
        let card = EngineCard(
            sourceLanguage: "en", targetLanguage: "de", date: "2026-01-31", command: "x",
            files: [], settings: [], scores: [])
        #expect(!card.markdown.contains("|"))
    }
}
