import Foundation
import Testing
import Text

@testable import Engines

@Suite struct EngineErrorTests {
    @Test(
        "each error is one line: where, what, and what to do",
        arguments: [
            (.folderMissing, "there is no such folder"),
            (.notAFolder, "is not a folder"),
            (.notAnEngine, "is not an engine: it has no config.json"),
            (.fileMissing, "is missing"),
            (.noTrainingState, "holds no training to go on with"),
            (.unreadable(errorNumber: EACCES), "cannot be read: Permission denied"),
            (.wrongLength(bytes: 3, expected: 5), "has 3 bytes instead of 5: it is truncated"),
            (.wrongLength(bytes: 7, expected: 5), "has 7 bytes instead of 5: it is damaged"),
            (.wrongChecksum, "is damaged or was edited: its checksum does not fit"),
            (.brokenOff, "breaks off before its end"),
            (.malformed("has no “text”"), "has no “text”"),
            (.damagedTensors(.overlap("w")), "has tensor “w” overlap the one before it"),
            (.newerFormat(2, known: 1), "was made by a newer version of translate"),
            (.otherArchitecture("rnn"), "is for the architecture “rnn”"),
            (.missingTensor("w"), "has no tensor “w”"),
            (.extraTensor("w"), "has a tensor “w”, for which"),
            (
                .tensorShape("w", found: [1], expected: [2, 3]),
                "has tensor “w” with shape [1] instead of [2, 3]"
            ),
            (
                .tensorType("w", found: .f32, expected: .i8),
                "has tensor “w” of type F32 instead of I8"
            ),
            (.invalidScale("w.scale"), "has a number in tensor “w.scale” that is no scale"),
            (.quantized, "has weights in int8, which are for translating alone"),
            (.alreadyQuantized, "has weights in int8 already"),
            (.notQuantizable("w"), "has a number in “w” that is not finite"),
            (.vocabularySize(4, expected: 5), "has 4 tokens, and config.json calls for 5"),
            (.notReplaceable(entry: "notes"), "holds “notes”, which is no part of an engine"),
            (.unwritable(errorNumber: ENOSPC), "cannot be written: No space left on device. Free"),
        ] as [(EngineError.Reason, String)])
    func words(reason: EngineError.Reason, words: String) {
        let description = EngineError(reason, at: "my/engine").description
        #expect(description.hasPrefix("my/engine: \(words)"))
        #expect(description.hasSuffix("."))
        #expect(!description.contains("\n"))
        #expect(description.contains(". "), "says what, but not what to do")
    }

    @Test("an error in subwords is told with its own file and line")
    func subwords() {
        let error = TextError(.notUTF8, in: "e/vocabulary.txt", line: 7)
        #expect(
            EngineError(.damagedSubwords(error), at: error.source).description
                == error.description)
    }
}
