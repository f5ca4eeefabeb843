import Engines
import Foundation

/// The `metrics.jsonl` of an engine that is being trained; see `MetricsRecord`.
///
/// Records wait in memory until the engine's folder is there, which the first save makes; from
/// then on they are added at the file's end. A record of a step that no save has kept goes when
/// the training is resumed.
struct MetricsFile {
    /// Where the folder is missing for long, or the disk is full, older records are given up.
    private static let mostPendingBytes = 1 << 24

    private let file: WatchedFile
    private var pending = Data()

    init(in folder: String) {
        file = WatchedFile(EngineCompanion.metrics, in: folder)
    }

    mutating func add(_ record: MetricsRecord) {
        if pending.count > Self.mostPendingBytes { pending.removeAll() }
        pending += record.line
    }

    /// Writes what waits; it waits on where that fails.
    mutating func flush() throws(WatchedFileError) {
        guard !pending.isEmpty else { return }
        try file.append(pending)
        pending.removeAll()
    }

    // MARK: - Going on

    /// Longer lines are not ours.
    private static let longestLine = 1 << 20

    /// Reads what earlier sessions wrote, and cuts off what came after the step that was saved
    /// last, or was not written to its end.
    /// - Parameter body: gets the records, in order
    func resume(atStep saved: Int, _ body: (MetricsRecord) -> Void) throws(WatchedFileError) {
        guard let bytes = file.bytes else { return }
        let kept = Self.read(bytes, upTo: saved, body)
        if kept < bytes.count { try file.shorten(to: kept) }
    }

    /// Forgets what waits and came after a step.
    /// - Parameter body: gets the records that stay, in order
    mutating func goBack(toStep step: Int, _ body: (MetricsRecord) -> Void) {
        pending = pending.prefix(Self.read(pending, upTo: step, body))
    }

    /// - Returns: the length of what is whole and not after the step
    private static func read(
        _ bytes: Data, upTo saved: Int, _ body: (MetricsRecord) -> Void
    ) -> Int {
        var start = bytes.startIndex
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            let line = bytes[start..<end]
            if line.count <= longestLine, let record = MetricsRecord(line: Data(line)) {
                if record.step > saved { break }
                if record.step >= 0 { body(record) }
            }
            start = bytes.index(after: end)
        }
        return start - bytes.startIndex
    }
}
