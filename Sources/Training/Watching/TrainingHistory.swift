/// What a training has been, in as much memory however long it takes.
struct TrainingHistory {
    /// The translations of a validation.
    struct Samples {
        let step: Int
        let bleu: Double?
        let texts: [String]
    }

    private(set) var steps = ThinnedSeries<MetricsRecord.Step>()
    private(set) var validations = ThinnedSeries<MetricsRecord.Validation>()
    /// Of some validations: the first, the last, and more between them.
    private(set) var samples: [Samples] = []
    private(set) var notes: [MetricsRecord.Note] = []
    private(set) var last: MetricsRecord.Step?
    private(set) var best: MetricsRecord.Validation?

    private static let mostSamples = 16
    private static let mostNotes = 5

    mutating func add(_ record: MetricsRecord) {
        switch record {
        case .start, .end: break
        case .step(let step):
            steps.append(step)
            last = step
        case .validation(let validation): add(validation)
        case .note(let note):
            notes.append(note)
            if notes.count > Self.mostNotes { notes.removeFirst() }
        }
    }

    private mutating func add(_ validation: MetricsRecord.Validation) {
        validations.append(validation)
        if validation.best { best = validation }
        guard !validation.samples.isEmpty else { return }
        if samples.count == Self.mostSamples {
            samples = samples.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
        }
        samples.append(
            Samples(
                step: validation.step, bleu: validation.bleu.value, texts: validation.samples))
    }

    /// The latest translations, the ones before them, those of half the way, and the first.
    var shownSamples: [Samples] {
        let last = samples.count - 1
        let shown = Set([last, last - 1, last / 2, 0].filter(samples.indices.contains))
        return shown.sorted(by: >).map { samples[$0] }
    }
}
