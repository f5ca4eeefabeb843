import ArgumentParser

extension TextCommand {
    /// - Throws: for what cannot be had word by word
    func checkStreaming() throws {
        guard stream else { return }
        let others: [(Bool, String, String)] = [
            (format != .text, "--format \(format.rawValue)", "an object comes whole"),
            (nbest > 1, "--nbest \(nbest)", "words of one translation can be written at a time"),
            (
                search.sampling.mbr != nil, search.sampling.drawing ?? "",
                "which sample is taken, is known at the end"
            ),
            (
                engine.workers.map { $0 > 1 } ?? false, "--workers \(engine.workers ?? 1)",
                "lines come one after another"
            ),
        ]
        if let (_, option, reason) = others.first(where: \.0) {
            throw ValidationError(
                "--stream with \(option): \(reason). Leave one of them out.")
        }
    }
}
