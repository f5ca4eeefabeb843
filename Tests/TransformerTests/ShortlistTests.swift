import Testing

@testable import Transformer

@Suite struct ShortlistTests {
    private let shortlist: Shortlist

    init() throws {
        shortlist = try Shortlist(
            always: [0, 1, 2, 3, 8],
            candidates: [nil, nil, nil, nil, [5, 9], [8, 64, 70], [], nil],
            targetVocabulary: 80)
    }

    @Test("a sentence gets what its tokens have and what all have, each once and in order")
    func union() {
        #expect(shortlist.tokens(for: [5, 4, 5], requiring: []) == [0, 1, 2, 3, 5, 8, 9, 64, 70])
        #expect(shortlist.tokens(for: [6], requiring: []) == [0, 1, 2, 3, 8])
        #expect(shortlist.tokens(for: [], requiring: []) == [0, 1, 2, 3, 8])
    }

    @Test("a source token without a list, or unknown to the shortlist, asks for all tokens")
    func sourceTokens() {
        for token: Int32 in [0, 3, 7, 8, -1, .max] {
            #expect(shortlist.tokens(for: [4, token], requiring: []) == nil, "\(token)")
        }
    }

    @Test("so does a required token that is not among the others")
    func requiredTokens() {
        let tokens = shortlist.tokens(for: [4], requiring: [])
        #expect(shortlist.tokens(for: [4], requiring: [9, 5, 8, 1]) == tokens)
        for token: Int32 in [6, 64, 79, 80, -1] {
            #expect(shortlist.tokens(for: [4], requiring: [5, token]) == nil, "\(token)")
        }
    }

    @Test("and so does a choice of more than half of the vocabulary")
    func largeChoices() throws {
        let always = Array(Int32(0)..<5)
        func tokens(_ count: Int32) throws -> [Int32]? {
            try Shortlist(
                always: always, candidates: [Array(5..<count)], targetVocabulary: 20
            ).tokens(for: [0], requiring: [])
        }
        #expect(try tokens(10)?.count == 10)
        #expect(try tokens(11) == nil)
    }

    @Test("lists that are none are refused")
    func faults() {
        func fault(_ always: [Int32], _ candidates: [[Int32]?]) -> Shortlist.Fault? {
            do throws(Shortlist.Fault) {
                _ = try Shortlist(always: always, candidates: candidates, targetVocabulary: 80)
                return nil
            } catch {
                return error
            }
        }
        let special: [Int32] = [0, 1, 2, 3]
        #expect(fault(special, [nil, []]) == nil)
        #expect(fault(special, [nil, [5, 5]]) == .token(5))
        #expect(fault(special, [[6, 5]]) == .token(5))
        #expect(fault(special, [[79, 80]]) == .token(80))
        #expect(fault(special, [[-1]]) == .token(-1))
        #expect(fault(special + [3], []) == .token(3))
        #expect(fault([0, 1, 2, 4], []) == .missingSpecial)
        for share: Float in [0, -1, 1.1, .nan] {
            #expect(throws: Shortlist.Fault.share) {
                try Shortlist(
                    always: special, candidates: [], targetVocabulary: 80, share: share)
            }
        }
    }

    @Test("a share is kept in millionths, and is one if it is none")
    func share() {
        #expect(shortlist.share == 1)
        #expect(shortlist.having(share: 0.91234567).share == 0.912346)
        #expect(shortlist.having(share: 1e-9).share == 1e-6)
        for share: Float in [.nan, 0, -1, 2] { #expect(shortlist.having(share: share).share == 1) }
        #expect(shortlist.having(share: 0.5).candidates == shortlist.candidates)
    }
}
