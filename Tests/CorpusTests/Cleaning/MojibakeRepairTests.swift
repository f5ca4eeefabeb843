import Testing

@testable import Corpus

@Suite struct MojibakeRepairTests {
    @Test(
        "UTF-8 read as Windows-1252 or Latin-1 is repaired",
        arguments: [
            ("fÃ¼r GrÃ¶ÃŸe", "für Größe"), ("itâ€™s", "it’s"), ("â€œquotedâ€\u{9D}", "“quoted”"),
            ("5 â‚¬", "5 €"), ("Wordâ„¢", "Word™"), ("Ãœbung", "Übung"),
            ("naÃ¯ve «é»", "naïve «é»"),
            ("ÐŸÑ€Ð¸Ð²ÐµÑ‚", "Привет"), ("æ—¥æœ¬èªž", "日本語"), ("Å¡koda", "škoda"),
            ("It\u{92}s", "It’s"), ("\u{93}so\u{94}", "“so”"), ("dÃ©jÃ\u{A0} vu", "déjà vu"),
            ("Gr\u{C3}\u{B6}\u{C3}\u{9F}e", "Größe"), ("ï»¿Title", "\u{FEFF}Title"),
        ])
    func repaired(text: String, expected: String) {
        #expect(CleaningSamples.repaired(MojibakeRepair(), text) == expected)
    }

    @Test(
        "right text stays, however odd",
        arguments: [
            "«\u{A0}écarté\u{A0}»", "“AMANHÔ", "\"AMANHÔ, \"MANHÔ", "CITÉ\u{A0}: BEAUTÉ\u{A0}!",
            "Größe für Übermut", "ESPAÑA", "SÃO PAULO", "Ärger…", "à vous", "Å\u{A0}s", "Привет",
            "日本語", "été\u{A0}», a-t-il dit", "Â", "naïveté", "FRANÇAIS»", "è»",
        ])
    func kept(text: String) {
        #expect(CleaningSamples.repaired(MojibakeRepair(), text) == text)
    }

    @Test("a replacement character tells that text was lost")
    func lost() {
        #expect(
            CleaningSamples.fault(LostCharacterRule(), "Size", "Gr\u{FFFD}\u{FFFD}e")
                == "�: lost characters in the target")
        #expect(CleaningSamples.fault(LostCharacterRule(), "Size…", "Größe…ﬁ") == nil)
    }
}
