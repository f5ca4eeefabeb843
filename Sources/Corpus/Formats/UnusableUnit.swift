/// Why a unit cannot be offered, so that it is counted as skipped.
struct UnusableUnit: Error {
    let reason: CorpusReport.Reason
}
