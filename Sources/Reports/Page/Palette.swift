/// The page's colours, light or dark.
///
/// Text and lines of charts have a contrast of at least 4.5 to what they stand on (WCAG 2.2,
/// 1.4.3); the series' hues follow Okabe & Ito's, told apart by colour-blind readers too, and
/// differ in their dashes besides.
struct Palette: Sendable {
    let paper: String
    let card: String
    let ink: String
    let quiet: String
    let line: String
    let track: String
    let series: [String]
    let good: String
    let warning: String
    let problem: String

    static let light = Palette(
        paper: "#f6f7f8", card: "#ffffff", ink: "#1c2127", quiet: "#5b6470", line: "#e1e5ea",
        track: "#eef1f4",
        series: ["#0a64ad", "#b04a00", "#00735c", "#9b3a86", "#6b5d00", "#4a4f57"],
        good: "#00735c", warning: "#8f5200", problem: "#b3261e")

    static let dark = Palette(
        paper: "#121417", card: "#1b1e22", ink: "#e8eaed", quiet: "#a3abb5", line: "#343a41",
        track: "#2a2f35",
        series: ["#6db6f5", "#f39a52", "#45c9a5", "#e08fd0", "#d6c24a", "#bdc3cb"],
        good: "#45c9a5", warning: "#f0b35a", problem: "#ff8a80")

    /// Dashes of a series' line, in pixels; empty for a solid one.
    static let dashes: [StaticString] = ["", "7 4", "2 4", "10 4 2 4", "14 4", "4 3"]

    var declarations: String {
        let named = [
            "paper": paper, "card": card, "ink": ink, "quiet": quiet, "line": line,
            "track": track, "good": good, "warning": warning, "problem": problem,
        ].sorted { $0.key < $1.key }.map { "--\($0.key):\($0.value);" }
        let numbered = series.enumerated().map { "--series-\($0):\($1);" }
        return (named + numbered).joined()
    }
}
