internal import Transformer

extension BeamSearch.Options {
    private static let forbiddenTokenLimit = 65_536

    /// Checks numbers that come from a user, and that all can be honoured together.
    package func validate() throws(SearchError) {
        try SearchError.check(beam, "beam", 1...128)
        try SearchError.check(nbest, "nbest", 1...128)
        try checkWorth()
        try checkLengths()
        try SearchError.check(noRepeatTokens, "noRepeatTokens", 0...100)
        try SearchError.check(
            sequences: forbidden, "forbidden", totalTokens: Self.forbiddenTokenLimit)
        try checkSampling()
        try checkDiversity()
        guard nbest <= rowsPerSentence else {
            throw SearchError(reason: .moreResultsThanBeam(nbest: nbest, beam: beam))
        }
    }

    private func checkWorth() throws(SearchError) {
        try SearchError.check(lengthPenalty, "lengthPenalty", 0...10)
        try SearchError.check(coveragePenalty, "coveragePenalty", 0...10)
        try SearchError.check(repetitionPenalty, "repetitionPenalty", 1...10)
    }

    private func checkLengths() throws(SearchError) {
        let limit = Configuration.maximumLength - 1
        try SearchError.check(maximumLengthRatio, "maximumLengthRatio", 0...100)
        try SearchError.check(maximumLengthOffset, "maximumLengthOffset", 0...limit)
        try SearchError.check(maximumLength, "maximumLength", 1...limit)
        try SearchError.check(minimumLength, "minimumLength", 0...limit)
        guard minimumLength <= maximumLength else {
            throw .conflict(
                "minimumLength \(minimumLength)", with: "maximumLength \(maximumLength)",
                remedy: "Lower the one or raise the other.")
        }
        if let forcedLength { try SearchError.check(forcedLength, "forcedLength", 1...limit) }
    }

    private func checkSampling() throws(SearchError) {
        guard let sampling else { return }
        try SearchError.check(sampling.temperature, "temperature", 0.01...100)
        if let topK = sampling.topK { try SearchError.check(topK, "topK", 1...1024) }
        try SearchError.check(sampling.topP, "topP", 0...1)
        guard beam == 1 else {
            throw .conflict(
                "sampling", with: "beam \(beam)",
                remedy: "Set beam to 1, and nbest to the number of samples.")
        }
        if diversity != nil {
            throw .conflict("sampling", with: "diversity", remedy: "Leave one of them out.")
        }
        if coveragePenalty != 0 {
            throw .conflict("sampling", with: "coveragePenalty", remedy: "Set that to 0.")
        }
        if stopping != .exact {
            throw .conflict(
                "sampling", with: "stopping \(stopping.rawValue)", remedy: "Set that to exact.")
        }
    }

    private func checkDiversity() throws(SearchError) {
        guard let diversity else { return }
        try SearchError.check(diversity.groups, "diversity groups", 2...128)
        try SearchError.check(diversity.strength, "diversity strength", 0...100)
        guard beam.isMultiple(of: diversity.groups) else {
            throw SearchError(
                reason: .unequalGroups(groups: diversity.groups, beam: beam))
        }
    }
}
