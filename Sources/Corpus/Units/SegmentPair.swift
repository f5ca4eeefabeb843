/// A segment and its translation, with where they were found.
package struct SegmentPair: Sendable, Equatable {
    package var source: String
    package var target: String
    package var position: FilePosition

    package init(source: String, target: String, position: FilePosition) {
        self.source = source
        self.target = target
        self.position = position
    }
}
