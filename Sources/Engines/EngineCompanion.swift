/// The files beside an engine that people look at while it trains.
///
/// They are no part of it: they are written while it is in use, are checked by nobody, and never
/// keep an engine from being saved.
package enum EngineCompanion {
    /// What was measured, a line a record.
    package static let metrics = "metrics.jsonl"
    /// The same to look at.
    package static let report = "report.html"
    /// A report that was not written to its end.
    package static let partialReport = ".report.html.partial"

    static let kept: Set<String> = [metrics, report]
    static let all: Set<String> = [metrics, report, partialReport]
}
