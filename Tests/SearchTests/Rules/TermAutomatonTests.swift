import Tensors
import Testing

@testable import Search

@Suite struct TermAutomatonTests {
    @Test("it sees every term that stands in a text, and no other", arguments: 0..<20)
    func agreesWithPlainSearch(seed: Int) {
        var random = RandomSource(seed: UInt64(seed))
        let sequence = { (longest: Int) in
            (0..<Int.random(in: 1...longest, using: &random)).map { _ in
                Int32.random(in: 4...6, using: &random)
            }
        }
        let terms = (0..<5).map { _ in RequiredTerm((0..<2).map { _ in sequence(4) }) }
        let automaton = TermAutomaton(terms)
        for _ in 0..<50 {
            let text = sequence(12)
            let unmet = terms.indices.filter { term in
                !terms[term].alternatives.contains { text.has($0) }
            }
            #expect(automaton.unmet(in: text) == unmet.reduce(0) { $0 | 1 << UInt64($1) })
        }
    }

    @Test("what is missing counts the shortest way of every term, and less once one has begun")
    func missingTokens() {
        let automaton = TermAutomaton([
            RequiredTerm([[4, 5, 6], [7, 8, 9, 10]]), RequiredTerm([[5, 6]]),
        ])
        func missing(_ tokens: [Int32]) -> Int {
            automaton.missingTokens(
                tokens.reduce(TermAutomaton.State()) { automaton.state(after: $0, $1) })
        }
        #expect(missing([]) == 5)
        #expect(missing([4]) == 4)
        // Both terms have begun; the first is nearer by two.
        #expect(missing([4, 5]) == 3)
        #expect(missing([4, 5, 6]) == 0)
        #expect(missing([4, 5, 5]) == 4)
        #expect(missing([5, 6]) == 3)
        // The long form is worth something from where it is shorter than the short one.
        #expect(missing([7]) == 5)
        #expect(missing([7, 8]) == 4)
        #expect(missing([7, 8, 9, 10, 5]) == 1)
    }

    @Test("it names the tokens that go on with a term or begin one that is not there")
    func advances() {
        let automaton = TermAutomaton([RequiredTerm([[4, 5]]), RequiredTerm([[6], [4, 7]])])
        var state = TermAutomaton.State()
        #expect(automaton.advances(state) == [4, 6])
        state = automaton.state(after: state, 4)
        #expect(automaton.advances(state) == [4, 5, 6, 7])
        state = automaton.state(after: state, 7)
        #expect(automaton.advances(state) == [4])
        state = automaton.state(after: automaton.state(after: state, 4), 5)
        #expect(automaton.advances(state) == [] && automaton.isMet(state))
    }
}
