/// One of the two sides of a translation.
package enum TranslationSide: String, Sendable, Codable, CaseIterable {
    case source, target
}

/// How often something occurs on each side of a corpus.
package struct SideCounts: Sendable, Equatable {
    package var source: Int
    package var target: Int

    package init(source: Int, target: Int) {
        self.source = source
        self.target = target
    }

    package subscript(side: TranslationSide) -> Int {
        switch side {
        case .source: source
        case .target: target
        }
    }
}
