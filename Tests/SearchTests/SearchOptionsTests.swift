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
