/// A sentence that must not be overlooked.
package struct Note: ReportBlock {
    package enum Tone: String, Sendable, CaseIterable {
        case information, good, warning, problem

        /// Said in words, since colour alone does not reach everyone.
        fileprivate var word: String {
            switch self {
            case .information: "Note"
            case .good: "Good"
            case .warning: "Warning"
            case .problem: "Problem"
            }
        }
    }

    private let tone: Tone
    private let title: String
    private let detail: String?

    /// - Parameter detail: What to do about it; line ends are kept.
    package init(_ tone: Tone, _ title: String, detail: String? = nil) {
        self.tone = tone
        self.title = title
        self.detail = detail
    }

    package var isWide: Bool { true }

    package var markup: Markup {
        """
        <div class="note \(tone.rawValue)" role="note"><b>\(tone.word)</b><bdi>\(title)</bdi>\
        \(detail.map { "<p dir=\"auto\">\($0)</p>" })</div>
        """
    }
}
