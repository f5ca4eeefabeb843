package import Text

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Why an engine could not be loaded or saved, and which of its files is at fault.
package struct EngineError: Error, Equatable, CustomStringConvertible {
    package enum Reason: Equatable, Sendable {
        // What is not there.
        case folderMissing
        case notAFolder
        case notAnEngine
        case fileMissing
        case noTrainingState
        case unreadable(errorNumber: Int32)

        // What was changed.
        case wrongLength(bytes: Int, expected: Int)
        case wrongChecksum
        case brokenOff
        case malformed(String)
        case damagedSubwords(TextError)
        case damagedTensors(SafetensorsFault)
        case invalidScale(String)

        // What is meant for another program, or another engine.
        case newerFormat(Int, known: Int)
        case otherArchitecture(String)
        case missingTensor(String)
        case extraTensor(String)
        case tensorShape(String, found: [Int], expected: [Int])
        case tensorType(String, found: SafetensorsType, expected: SafetensorsType)
        case vocabularySize(Int, expected: Int)

        // What its weights are not good for.
        case quantized
        case alreadyQuantized
        case notQuantizable(String)

        // What it lacks.
        case noShortlist

        // Saving.
        case notReplaceable(entry: String)
        case unwritable(errorNumber: Int32)
    }

    package let reason: Reason
    package let path: String

    package init(_ reason: Reason, at path: String) {
        self.reason = reason
        self.path = path
    }

    package var description: String {
        if case .damagedSubwords(let error) = reason { return "\(error)" }
        return "\(path): \(words)"
    }
}

// MARK: - Words

extension EngineError {
    private static let restore = "Take the engine from a backup, or train it again."

    private var words: String {
        switch reason {
        case .folderMissing:
            "there is no such folder. Check the path given to --engine."
        case .notAFolder:
            "is not a folder. Pass the engine's folder to --engine."
        case .notAnEngine:
            "is not an engine: it has no config.json. Pass a folder that `translate train` wrote."
        case .fileMissing:
            "is missing. \(Self.restore)"
        case .noTrainingState:
            "holds no training to go on with. Train without --resume."
        case .unreadable(let number):
            "cannot be read: \(Self.words(of: number)). Check the file and its permissions."
        case .unwritable(let number):
            "cannot be written: \(Self.words(of: number)). \(Self.remedy(of: number)) "
                + "Nothing was changed."
        case .notReplaceable(let entry):
            "holds “\(entry)”, which is no part of an engine. "
                + "Move it away, or choose another folder for the engine."
        default:
            wordsOfDamage
        }
    }

    private var wordsOfDamage: String {
        switch reason {
        case .wrongLength(let bytes, let expected):
            "has \(bytes) bytes instead of \(expected): it is "
                + "\(bytes < expected ? "truncated" : "damaged"). \(Self.restore)"
        case .wrongChecksum:
            "is damaged or was edited: its checksum does not fit. \(Self.restore)"
        case .brokenOff:
            "breaks off before its end, or was edited. \(Self.restore)"
        case .malformed(let what):
            "\(what). \(Self.restore)"
        case .damagedTensors(let fault):
            "\(fault). \(Self.restore)"
        case .invalidScale(let name):
            "has a number in tensor “\(name)” that is no scale: not above 0, or not finite. "
                + Self.restore
        default:
            wordsOfMismatch
        }
    }

    private var wordsOfMismatch: String {
        switch reason {
        case .newerFormat(let version, let known):
            "was made by a newer version of translate: it has format \(version), and this program "
                + "knows formats up to \(known). Update translate."
        case .otherArchitecture(let name):
            "is for the architecture “\(name)”, and this program knows “transformer” only. "
                + "Update translate, or pass another engine to --engine."
        case .missingTensor(let name):
            "has no tensor “\(name)”, which config.json calls for. \(Self.restore)"
        case .extraTensor(let name):
            "has a tensor “\(name)”, for which config.json has no place. \(Self.restore)"
        case .tensorShape(let name, let found, let expected):
            "has tensor “\(name)” with shape \(found) instead of \(expected). \(Self.restore)"
        case .tensorType(let name, let found, let expected):
            "has tensor “\(name)” of type \(found.rawValue) instead of \(expected.rawValue). "
                + Self.restore
        case .vocabularySize(let count, let expected):
            "has \(count) tokens, and config.json calls for \(expected). \(Self.restore)"
        default:
            wordsOfQuantization
        }
    }

    private var wordsOfQuantization: String {
        switch reason {
        case .quantized:
            "has weights in int8, which are for translating alone. "
                + "Pass the engine that it was quantized from."
        case .alreadyQuantized:
            "has weights in int8 already. Copy its folder, or pass another engine to --engine."
        case .notQuantizable(let name):
            "has a number in “\(name)” that is not finite, and cannot be quantized. "
                + Self.restore
        case .noShortlist:
            "has no shortlist. Leave --shortlist out, or make an engine that has one with "
                + "`translate engine shortlist`."
        default:
            ""
        }
    }

    private static func words(of errorNumber: Int32) -> String {
        String(cString: strerror(errorNumber))
    }

    private static func remedy(of errorNumber: Int32) -> String {
        switch errorNumber {
        case ENOSPC, EDQUOT: "Free some space on that disk, and try again."
        case EACCES, EPERM, EROFS: "Choose a folder that you may write to."
        default: "Check the path and the disk, and try again."
        }
    }
}
