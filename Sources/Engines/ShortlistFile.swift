internal import Tensors
internal import Transformer

/// A vocabulary shortlist as `shortlist.bin` has it.
///
///     8 bytes                      "shortl 1"
///     source vocabulary, target vocabulary
///     share of the probability     in millionths
///     tokens of every choice       count, tokens
///     for each source token        0 if it has no list; else count + 1, tokens
///
/// Numbers are of 7 bits a byte, the lowest first, the high bit set where more follow (LEB128, at
/// most 5 bytes). Tokens are ascending; each is the difference from the one before, less 1. So a
/// candidate takes a byte or two. Nothing is kept of a list before its tokens were read: memory
/// stays within what the file has bytes.
enum ShortlistFile {
    private static let magic = Array("shortl 1".utf8)
    private static let millionths: Float = 1_000_000

    static func bytes(of shortlist: Shortlist) -> [UInt8] {
        var writer = Writer(bytes: magic)
        writer.write(shortlist.sourceVocabulary)
        writer.write(shortlist.targetVocabulary)
        writer.write(Int((shortlist.share * millionths).rounded()))
        writer.write(shortlist.always.count)
        writer.write(tokens: shortlist.always)
        for list in shortlist.candidates {
            guard let list else {
                writer.write(0)
                continue
            }
            writer.write(list.count + 1)
            writer.write(tokens: list)
        }
        return writer.bytes
    }

    /// - Parameters:
    ///   - source, target: the sizes of the engine's vocabularies
    static func shortlist(
        from bytes: UnsafeRawBufferPointer, source: Int, target: Int, path: String
    ) throws(EngineError) -> Shortlist {
        guard bytes.starts(with: magic) else {
            throw EngineError(.malformed("is not a shortlist"), at: path)
        }
        var reader = Reader(bytes: bytes, place: magic.count)
        do throws(Reader.Fault) {
            let sizes = (try reader.number(), try reader.number())
            guard sizes == (source, target) else {
                throw .faulty("is for vocabularies of \(sizes.0) and \(sizes.1) tokens")
            }
            let share = Float(try reader.number()) / millionths
            let always = try reader.tokens(count: try reader.number())
            var candidates: [[Int32]?] = []
            for _ in 0..<source {
                let count = try reader.number()
                candidates.append(count == 0 ? nil : try reader.tokens(count: count - 1))
            }
            guard reader.isAtEnd else { throw .faulty("has bytes behind its last list") }
            return try shortlist(always, candidates, target, share: share)
        } catch {
            throw EngineError(.malformed(error.words), at: path)
        }
    }

    private static func shortlist(
        _ always: [Int32], _ candidates: [[Int32]?], _ target: Int, share: Float
    ) throws(Reader.Fault) -> Shortlist {
        do throws(Shortlist.Fault) {
            return try Shortlist(
                always: always, candidates: candidates, targetVocabulary: target, share: share)
        } catch {
            switch error {
            case .token(let token):
                throw .faulty("has token \(token) in a list, of a vocabulary of \(target)")
            case .share:
                throw .faulty("has a share of the probability that is none")
            case .missingSpecial:
                throw .faulty("has not all special tokens in every choice")
            }
        }
    }
}

private struct Writer {
    private(set) var bytes: [UInt8]

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func write(_ number: Int) {
        var rest = UInt32(number)
        while rest >= 128 {
            bytes.append(UInt8(rest & 127) | 128)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func write(tokens: [Int32]) {
        var last: Int32 = -1
        for token in tokens {
            write(Int(token - last - 1))
            last = token
        }
    }
}

private struct Reader {
    struct Fault: Error {
        let words: String

        static func faulty(_ words: String) -> Fault { Fault(words: words) }
    }

    private let bytes: UnsafeRawBufferPointer
    private var place: Int

    init(bytes: UnsafeRawBufferPointer, place: Int) {
        self.bytes = bytes
        self.place = place
    }

    var isAtEnd: Bool { place == bytes.count }

    /// A number below 2³¹.
    mutating func number() throws(Fault) -> Int {
        var number: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 35, by: 7) {
            guard place < bytes.count else { throw .faulty("breaks off within a list") }
            let byte = bytes[place]
            place += 1
            number |= UInt64(byte & 127) << shift
            if byte < 128 {
                guard number <= UInt64(Int32.max) else { break }
                return Int(number)
            }
        }
        throw .faulty("has a number that is too large, before byte \(place)")
    }

    mutating func tokens(count: Int) throws(Fault) -> [Int32] {
        guard count <= bytes.count - place else { throw .faulty("breaks off within a list") }
        var tokens: [Int32] = []
        tokens.reserveCapacity(count)
        var next = 0
        for _ in 0..<count {
            let token = next + (try number())
            guard token < Int(Int32.max) else {
                throw .faulty("has a number that is too large, before byte \(place)")
            }
            tokens.append(Int32(token))
            next = token + 1
        }
        return tokens
    }
}
