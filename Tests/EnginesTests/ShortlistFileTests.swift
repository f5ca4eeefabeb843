import Foundation
import Tensors
import Testing
import Transformer

@testable import Engines

@Suite struct ShortlistFileTests {
    private let folder: TemporaryFolder
    private let engine: Engine
    private let shortlist: Shortlist

    init() throws {
        folder = try TemporaryFolder()
        var engine = try SampleEngine.make()
        let (source, target) = (
            engine.description.configuration.sourceVocabulary,
            engine.description.configuration.targetVocabulary
        )
        var random = RandomSource(seed: 7)
        shortlist = try Shortlist(
            always: [0, 1, 2, 3, 5],
            candidates: (0..<source).map { token in
                if token < 4 { return nil }
                if token == 4 { return [] }
                return Set(
                    (0..<token % 9).map { _ in Int32.random(in: 4..<Int32(target), using: &random) }
                )
                .sorted()
            }, targetVocabulary: target, share: 0.912345)
        engine.shortlist = shortlist
        self.engine = engine
    }

    private var sizes: (source: Int, target: Int) {
        (shortlist.sourceVocabulary, shortlist.targetVocabulary)
    }

    private func read(_ bytes: [UInt8]) throws -> Shortlist {
        try bytes.withUnsafeBytes { bytes in
            try ShortlistFile.shortlist(
                from: bytes, source: sizes.source, target: sizes.target, path: "s")
        }
    }

    private func fault(_ bytes: [UInt8]) -> String? {
        do {
            _ = try read(bytes)
            return nil
        } catch {
            guard let error = error as? EngineError, case .malformed(let words) = error.reason,
                error.path == "s"
            else { return "\(error)" }
            return words
        }
    }

    @Test("a shortlist is read as it was written, in a byte or two a token")
    func roundTrip() throws {
        let bytes = ShortlistFile.bytes(of: shortlist)
        #expect(try read(bytes) == shortlist)
        let tokens = shortlist.candidates.reduce(shortlist.always.count) { $0 + ($1?.count ?? 0) }
        #expect(bytes.count <= 24 + tokens + shortlist.sourceVocabulary)
        let large = try Shortlist(
            always: [0, 1, 2, 3, 999_999, 4_000_000], candidates: [[127, 128, 129, 300, 20_000]],
            targetVocabulary: 4_194_304)
        let written = ShortlistFile.bytes(of: large)
        let again = try written.withUnsafeBytes { bytes in
            try ShortlistFile.shortlist(from: bytes, source: 1, target: 4_194_304, path: "s")
        }
        #expect(again == large)
    }

    @Test("an engine keeps its shortlist, and one without is as it was")
    func engines() throws {
        try engine.save(to: folder.path("e"), card: "")
        let loaded = try Engine.load(from: folder.path("e"))
        #expect(loaded.shortlist == shortlist)
        #expect(loaded.description.formatVersion == 1)
        #expect(try loaded.requiredShortlist(at: "e") == shortlist)
        // Quantizing keeps it too.
        try loaded.quantized(at: "e").save(to: folder.path("q"), card: "")
        #expect(try Engine.load(from: folder.path("q")).shortlist == shortlist)
        var plain = engine
        plain.shortlist = nil
        // The folder of an engine with one is replaced as a whole.
        try plain.save(to: folder.path("e"), card: "")
        #expect(try Engine.load(from: folder.path("e")).shortlist == nil)
        #expect(try !folder.entries("e").contains("shortlist.bin"))
        let error = #expect(throws: EngineError.self) { try plain.requiredShortlist(at: "e") }
        #expect(
            error.map { "\($0)" }
                == "e: has no shortlist. Leave --shortlist out, or make an engine that has one "
                + "with `translate engine shortlist`.")
    }

    @Test("a file that was changed or cut off in the folder is named")
    func damagedFolder() throws {
        try engine.save(to: folder.path("e"), card: "")
        let bytes = try folder.read("e/shortlist.bin")
        var flipped = bytes
        flipped[bytes.count / 2] ^= 4
        try folder.write(flipped, to: "e/shortlist.bin")
        #expect(folder.loadingError("e") == EngineError(.wrongChecksum, at: "e/shortlist.bin"))
        try folder.write(Array(bytes.dropLast()), to: "e/shortlist.bin")
        #expect(
            folder.loadingError("e")
                == EngineError(
                    .wrongLength(bytes: bytes.count - 1, expected: bytes.count),
                    at: "e/shortlist.bin"))
        // With a checksum that fits, its contents are looked at.
        try folder.reseal("e") { _ in }
        #expect(
            folder.loadingError("e")
                == EngineError(.malformed("breaks off within a list"), at: "e/shortlist.bin"))
        try FileManager.default.removeItem(atPath: folder.path("e/shortlist.bin"))
        #expect(folder.loadingError("e") == EngineError(.fileMissing, at: "e/shortlist.bin"))
    }

    @Test("whatever the bytes, they are a shortlist or named as none")
    func damagedBytes() throws {
        let bytes = ShortlistFile.bytes(of: shortlist)
        for count in 0..<bytes.count { #expect(fault(Array(bytes.prefix(count))) != nil) }
        var random = RandomSource(seed: 8)
        for _ in 0..<2000 {
            var changed = bytes
            let place = Int.random(in: changed.indices, using: &random)
            changed[place] = UInt8.random(in: .min ... .max, using: &random)
            _ = fault(changed)
        }
    }

    @Test("faults are told apart")
    func faults() {
        let bytes = ShortlistFile.bytes(of: shortlist)
        let magic = Array("shortl 1".utf8)
        let sizes = [UInt8(self.sizes.source), UInt8(self.sizes.target)]
        let none = [UInt8](repeating: 0, count: self.sizes.source)
        // 1,000,000 millionths.
        let one: [UInt8] = [192, 132, 61]
        let special: [UInt8] = one + [4, 0, 0, 0, 0]
        #expect(fault(magic + sizes + special + none) == nil)
        #expect(fault(Array("shortl 2".utf8) + bytes.dropFirst(8)) == "is not a shortlist")
        #expect(fault([]) == "is not a shortlist")
        #expect(fault(magic + [9, 200, 1]) == "is for vocabularies of 9 and 200 tokens")
        #expect(fault(magic + sizes + special + none + [0]) == "has bytes behind its last list")
        #expect(fault(magic + sizes + special + none.dropLast()) == "breaks off within a list")
        #expect(fault(magic + sizes + one + [5, 0, 0, 0, 0]) == "breaks off within a list")
        #expect(
            fault(magic + sizes + one + [3, 0, 0, 0] + none)
                == "has not all special tokens in every choice")
        #expect(
            fault(magic + sizes + special + [2, sizes[1]] + none.dropFirst())
                == "has token \(sizes[1]) in a list, of a vocabulary of \(sizes[1])")
        for share: [UInt8] in [[0], [193, 132, 61]] {
            #expect(
                fault(magic + sizes + share + special.dropFirst(3) + none)
                    == "has a share of the probability that is none")
        }
        let tooLarge = "has a number that is too large, before byte"
        for number: [UInt8] in [
            [255, 255, 255, 255, 255], [128, 128, 128, 128, 8], [255, 255, 255, 255, 127],
        ] {
            #expect(fault(magic + number)?.hasPrefix(tooLarge) == true)
        }
        // Tokens that add up to more than there are numbers.
        let most: [UInt8] = [255, 255, 255, 255, 7]
        #expect(fault(magic + sizes + one + [2] + most + most)?.hasPrefix(tooLarge) == true)
    }
}
