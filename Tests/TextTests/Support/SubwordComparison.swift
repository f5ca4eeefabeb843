import Foundation
import Testing

@testable import Text

/// Scripts/compare-subwords runs this over cases too large to be kept.
@Suite struct SubwordComparison {
    private static let folder = ProcessInfo.processInfo.environment["TRANSLATE_SUBWORD_CASES"]

    @Test(
        "subwords are those of the reference program on much text",
        .enabled(if: folder != nil, "run by Scripts/compare-subwords"),
        arguments: SubwordCase.all(in: URL(filePath: folder ?? "/nonexistent")))
    func large(_ large: SubwordCase) throws {
        let encode = try large.encoder()
        try large.expectSame("expected.txt", encode)
        if let codes = try large.learnedCodes() {
            #expect(try Array(codes.text.utf8) == large.bytes("codes"))
        }
        if let decode = try large.decoder() { try large.expectSame("decoded.txt", decode) }
    }
}
