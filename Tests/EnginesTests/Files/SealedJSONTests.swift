import Testing

@testable import Engines

@Suite struct SealedJSONTests {
    private struct Sample: Codable, Equatable {
        var name = "ä/b"
        var number = 0.1
        var worst = -Double.infinity
    }

    @Test("the checksum is the last member, over all that is before its line")
    func form() throws {
        let text = String(decoding: try SealedJSON.encode(Sample()), as: UTF8.self)
        #expect(
            text.hasPrefix(
                """
                {
                  "name" : "ä/b",
                  "number" : 0.1,
                  "worst" : "-inf",
                  "checksum" : "
                """))
        #expect(text.hasSuffix("\"\n}\n"))
        #expect(try SealedJSON.decode(Sample.self, from: Array(text.utf8)) == Sample())
    }

    @Test("every flipped bit and every truncation is found")
    func damage() throws {
        let bytes = try SealedJSON.encode(Sample())
        #expect(SealedJSON.isIntact(bytes))
        for place in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[place] ^= 1 << UInt8(bit)
                #expect(!SealedJSON.isIntact(changed))
            }
            #expect(!SealedJSON.isSealed(Array(bytes[..<place])))
        }
    }

    @Test("the checksum is CRC-32 as everybody has it")
    func checksum() {
        var checksum = Checksum()
        #expect(checksum.digits == "00000000")
        checksum.update(Array("1234".utf8))
        checksum.update([UInt8]())
        checksum.update(Array("56789".utf8))
        #expect(checksum.digits == "cbf43926")
    }
}
