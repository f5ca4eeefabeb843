import Testing

@testable import Search

@Suite struct SearchRequestTests {
    private func description(
        _ change: (inout BeamSearch.Options) -> Void = { _ in }, prefix: [Int32] = [],
        endings: [[Int32]] = [], terms: [[[Int32]]] = []
    ) throws -> String? {
        var options = BeamSearch.Options()
        change(&options)
        let search = try BeamSearch(options)
        do throws(SearchError) {
            _ = try search.request(
                [7], prefix: prefix, prefixEndings: endings, terms: terms.map { RequiredTerm($0) })
            return nil
        } catch {
            return error.description
        }
    }

    @Test("tokens that no translation has are refused")
    func tokens() throws {
        #expect(
            try description(prefix: [4, 2])
                == "prefix: token 2 cannot stand in a translation. Use tokens of words.")
        #expect(
            try description(endings: [[4], []])
                == "prefixEndings, number 2: is empty. Leave it out, or give it tokens.")
        #expect(
            try description(terms: [[[4], [-1]]])
                == "required terms: token -1 cannot stand in a translation. Use tokens of words.")
        #expect(
            try description(terms: [[[4]], []])
                == "required terms, number 2: is empty. Leave it out, or give it tokens.")
        #expect(try description(prefix: [1], endings: [[5, 1]], terms: [[[4], [1, 5]]]) == nil)
    }

    @Test("more than can be looked for is refused")
    func sizes() throws {
        #expect(
            try description({ $0.maximumLength = 10 }, prefix: Array(repeating: 4, count: 11))
                == "tokens in prefix 11: is not in 0…10. Choose a number in that range.")
        #expect(
            try description(terms: Array(repeating: [[4]], count: 65))
                == "number of required terms 65: is not in 0…64. Choose a number in that range.")
        #expect(
            try description(terms: [[Array(repeating: 4, count: 1025)]])
                == "required terms: 1025 tokens are more than 1024. Give fewer or shorter ones.")
    }

    @Test("terms that the options cannot honour are refused by name")
    func conflicts() throws {
        #expect(
            try description({ $0.beam = 1 }, terms: [[[4]]])
                == "required terms: cannot be joined with beam 1. "
                + "Set beam to 2 or more, better to 8.")
        let sampling = try description(
            {
                $0.beam = 1
                $0.sampling = .init()
            }, terms: [[[4]]])
        #expect(
            sampling == "required terms: cannot be joined with sampling. Use a beam instead.")
        #expect(
            try description({ $0.diversity = .init() }, terms: [[[4]]])
                == "required terms: cannot be joined with diversity. Leave one of them out.")
    }
}
