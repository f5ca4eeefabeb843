/// What may follow a hypothesis because of the tokens that it has.
struct Restriction {
    /// Nothing but these; nil for anything.
    var only: [Int32]?
    /// Not these.
    var blocked: Set<Int32> = []

    func permits(_ token: Int32) -> Bool {
        !blocked.contains(token) && only?.contains(token) != false
    }
}

extension StepScores {
    /// Leaves only candidates of a row that may follow, in their order; where they are fewer than
    /// the width, `<pad>` fills their place.
    mutating func restrict(_ row: Int, to restriction: Restriction) {
        if let only = restriction.only {
            let candidates = only.filter { !restriction.blocked.contains($0) }.map { token in
                let logProbability = logProbability(of: token, row: row)
                return (token, logProbability.isNaN ? -.infinity : logProbability)
            }
            replace(row, by: candidates.sorted { ($1.1, $0.0) < ($0.1, $1.0) })
        } else if candidates(of: row).contains(where: restriction.blocked.contains) {
            replace(
                row,
                by: likeliest(width + restriction.blocked.count, row: row).filter {
                    !restriction.blocked.contains($0.0)
                })
        }
    }
}
