import Tensors
import Testing

@testable import TranslationPipeline

/// Word alignments of translations whose true links are known.
@Suite struct AlignmentTests {
    @Test("word-for-word translations are linked word for word")
    func linksTheLexicon() throws {
        // Without rounding, by which this little model may get a word wrong.
        let translator = try Translator.lexicon {
            $0.wantsAlignment = true
            $0.precision = .f32
        }
        var random = RandomSource(seed: 5)
        var (right, all) = (0, 0)
        for segment in translator.translate(
            (0..<60).map { _ in LexiconEngine.sentence(6, &random).joined(separator: " ") })
        {
            let alignment = try #require(segment.alignment)
            #expect(alignment.sourceWords.count == 6)
            #expect(alignment.targetWords.count == 6)
            right += alignment.links.count { $0.source == $0.target }
            all += alignment.links.count
        }
        #expect(right >= 6 * 60 * 98 / 100, "\(right) of 360 words")
        #expect(right >= all * 98 / 100, "\(right) of \(all) links")
    }

    @Test("rows of the soft matrix sum to 1, or to 0 for a copied word")
    func rowsSumToOne() throws {
        let translator = try Translator.lexicon { $0.wantsAlignment = true }
        let alignment = try #require(translator.translate("the 😀 man reads").alignment)
        let block = try #require(alignment.attention.first)
        #expect(block.weights.allSatisfy { $0.count == alignment.sourceWords.count })
        let sums = block.weights.map { $0.reduce(0, +) }
        #expect(zip(sums, [1, 0, 1, 1]).allSatisfy { abs($0 - $1) < 1e-4 }, "\(sums)")
    }

    @Test("the blocks of a divided line begin where their words do")
    func offsetsBlocks() throws {
        let translator = try Translator.lexicon { $0.wantsAlignment = true }
        let segment = try translator.translate(" red house\t😀\told cat")
        let alignment = try #require(segment.alignment)
        #expect(alignment.sourceWords.map(\.text) == ["red", "house", "😀", "old", "cat"])
        #expect(alignment.targetWords.map(\.text) == ["rot", "haus", "😀", "alt", "katze"])
        #expect(alignment.attention.map(\.firstSourceWord) == [0, 3])
        #expect(alignment.attention.map(\.firstTargetWord) == [0, 3])
        #expect(AlignmentExporter.line(for: segment, as: .pharaoh) == "0-0 1-1 2-2 3-3 4-4")
        let rows = AlignmentExporter.line(for: segment, as: .soft).split(separator: " ")
        #expect(rows.count == 5)
        #expect(rows.allSatisfy { $0.split(separator: ",").count == 5 })
        #expect(rows[2] == "0,0,0,0,0")
    }

    @Test("no alignment is given that was not asked for")
    func isOptional() throws {
        let segment = try Translator.lexicon().translate("red 😀 house")
        #expect(segment.target == "rot 😀 haus")
        #expect(segment.alignment == nil)
        for format in AlignmentFormat.allCases {
            #expect(AlignmentExporter.line(for: segment, as: format) == "")
        }
    }
}
