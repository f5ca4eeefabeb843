import Testing

@testable import Search

@Suite struct SearchOptionsTests {
    private func description(_ change: (inout BeamSearch.Options) -> Void) -> String? {
        var options = BeamSearch.Options()
        change(&options)
        do {
            _ = try BeamSearch(options)
            return nil
        } catch {
            return error.description
        }
    }

    @Test("the defaults are valid")
    func defaults() {
        #expect(description { _ in } == nil)
    }

    @Test("a number out of range is named, with the range")
    func outOfRange() {
        #expect(
            description { $0.beam = 0 }
                == "beam 0: is not in 1…128. Choose a number in that range.")
        #expect(
            description { $0.lengthPenalty = .nan }
                == "lengthPenalty nan: is not in 0.0…10.0. Choose a number in that range.")
        #expect(
            description { $0.forcedLength = 1024 }
                == "forcedLength 1024: is not in 1…1023. Choose a number in that range.")
        #expect(description { $0.maximumLengthRatio = -1 } != nil)
        #expect(description { $0.maximumLengthOffset = .max } != nil)
        #expect(description { $0.minimumLength = -1 } != nil)
    }

    @Test("more results than the beam are refused")
    func tooManyResults() {
        #expect(
            description { $0.nbest = 5 }
                == "nbest 5: a beam of 4 finds no more than 4. "
                + "Ask for at most 4, or widen the beam to 5.")
    }

    @Test("every number of a search is checked, by its name")
    func rangesOfSearches() {
        let changes: [(String, (inout BeamSearch.Options) -> Void)] = [
            ("coveragePenalty -0.1", { $0.coveragePenalty = -0.1 }),
            ("repetitionPenalty 0.9", { $0.repetitionPenalty = 0.9 }),
            ("noRepeatTokens 101", { $0.noRepeatTokens = 101 }),
            ("maximumLength 1024", { $0.maximumLength = 1024 }),
            (
                "temperature 0.0",
                {
                    $0.sampling = .init(); $0.sampling?.temperature = 0
                }
            ),
            (
                "topK 0",
                {
                    $0.sampling = .init(); $0.sampling?.topK = 0
                }
            ),
            (
                "topP 1.5",
                {
                    $0.sampling = .init(); $0.sampling?.topP = 1.5
                }
            ),
            (
                "diversity groups 1",
                {
                    $0.diversity = .init(); $0.diversity?.groups = 1
                }
            ),
            (
                "diversity strength nan",
                {
                    $0.diversity = .init(); $0.diversity?.strength = .nan
                }
            ),
        ]
        for (beginning, change) in changes {
            let said = description(change)
            #expect(said?.hasPrefix("\(beginning): is not in ") == true, "\(said ?? "nothing")")
        }
    }

    @Test("options that cannot be honoured together are refused by name")
    func conflicts() {
        #expect(
            description { $0.sampling = .init() }
                == "sampling: cannot be joined with beam 4. "
                + "Set beam to 1, and nbest to the number of samples.")
        #expect(
            description {
                $0.beam = 1
                $0.sampling = .init()
                $0.coveragePenalty = 0.2
            } == "sampling: cannot be joined with coveragePenalty. Set that to 0.")
        #expect(
            description {
                $0.beam = 1
                $0.sampling = .init()
                $0.stopping = .beamEnded
            } == "sampling: cannot be joined with stopping beamEnded. Set that to exact.")
        #expect(
            description {
                $0.beam = 1
                $0.sampling = .init()
                $0.diversity = .init()
            } == "sampling: cannot be joined with diversity. Leave one of them out.")
        #expect(
            description {
                $0.diversity = .init()
                $0.diversity?.groups = 3
            }
                == "diversity groups 3: do not divide a beam of 4. "
                + "Choose a beam that is a multiple of 3.")
        #expect(
            description {
                $0.minimumLength = 9
                $0.maximumLength = 8
            }
                == "minimumLength 9: cannot be joined with maximumLength 8. "
                + "Lower the one or raise the other.")
        #expect(
            description {
                $0.beam = 1
                $0.nbest = 128
                $0.sampling = .init()
            } == nil)
    }

    @Test("forbidden words that are none are refused, with their number")
    func forbiddenWords() {
        #expect(
            description { $0.forbidden = [[4], []] }
                == "forbidden, number 2: is empty. Leave it out, or give it tokens.")
        #expect(
            description { $0.forbidden = [[4, 3]] }
                == "forbidden: token 3 cannot stand in a translation. Use tokens of words.")
        #expect(
            description { $0.forbidden = [[Int32](repeating: 4, count: 65_537)] }
                == "forbidden: 65537 tokens are more than 65536. Give fewer or shorter ones.")
        #expect(description { $0.forbidden = [[1]] } == nil)
    }

    @Test("the cap grows with the source and stays within the model's positions")
    func lengthCap() {
        var options = BeamSearch.Options()
        #expect(options.lengthCap(sourceLength: 7) == 30)
        #expect(options.lengthCap(sourceLength: 1_000) == 1023)
        #expect(options.lengthCap(sourceLength: .max) == 1023)
        options.minimumLength = 40
        #expect(options.lengthCap(sourceLength: 7) == 40)
    }
}
