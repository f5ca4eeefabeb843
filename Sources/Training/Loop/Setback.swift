extension Trainer {
    /// A training that went wrong, and is to go on from its last good state.
    package struct Setback: Error, Equatable {
        package let fault: DivergenceWatch.Fault
        /// Steps made until then.
        package let step: Int
        /// How many there were so far, with this one.
        package let count: Int
        /// What the schedule's rate is multiplied by from now on.
        package let rateFactor: Float
    }
}
