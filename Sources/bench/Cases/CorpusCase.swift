import ArgumentParser
import Corpus
import Foundation

struct CorpusCase: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "corpus",
        abstract: "The rate of reading a corpus file, and the memory that it takes.",
        discussion: """
            --generate FILE --size 2G writes a translation memory to read: invented words, inline \
            tags in each unit, the same for the same seed. Compare with xmllint --sax --noout FILE \
            in the same sitting, by processor time.
            """)

    /// What is done with the file.
    enum Work: String, ExpressibleByArgument, CaseIterable {
        /// Pairs of two plain texts, as for training.
        case read
        /// Units with all that the file holds.
        case units
    }

    @Option(help: "File to read, in any format the readers know.")
    var file: String?

    @Option(help: "What to read: read (pairs of plain text) or units (with codes and metadata).")
    var work: Work = .read

    @Option(help: "Language of the sources.")
    var source = "en"

    @Option(help: "Language of the targets.")
    var target = "de"

    @Option(help: "How often to read it; the median counts.")
    var runs = 3

    @Option(help: "Write a translation memory to this file first.")
    var generate: String?

    @Option(help: "Size of the file to write, such as 300M or 2G.")
    var size: FileSize = FileSize(bytes: 300_000_000)

    @Option(help: "Seed of the file to write.")
    var seed: UInt64 = 1

    @Flag(help: "Print one JSON object a line.")
    var json = false

    func validate() throws {
        guard file != nil || generate != nil else {
            throw ValidationError("Nothing to do: pass --file or --generate.")
        }
        guard (1...1_000).contains(runs) else {
            throw ValidationError("--runs must be in 1…1000.")
        }
    }

    func run() throws {
        if let generate { try write(to: generate) }
        if let file { try measure(file) }
    }

    private func write(to path: String) throws {
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let handle = FileHandle(forWritingAtPath: path)
        else { throw ValidationError("\(path): cannot be written. Check the path.") }
        var memory = SyntheticMemory(seed: seed)
        let start = ContinuousClock.now
        let units = try memory.write(to: handle, bytes: size.bytes)
        try handle.close()
        let seconds = start.duration(to: .now) / .seconds(1)
        report(
            [
                "file": path, "work": "generate", "units": units,
                "megabytes_per_second": Int(Double(size.bytes) / seconds * 1e-6),
            ], asJSON: json)
    }

    private func measure(_ path: String) throws {
        let reader = try CorpusReader(paths: [path])
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        let megabytes = Double(attributes[.size] as? Int ?? 0) * 1e-6
        var results: [(report: CorpusReport, seconds: Double, processorSeconds: Double)] = []
        for _ in 0..<runs {
            let before = ProcessUsage()
            let start = ContinuousClock.now
            let report = try read(reader)
            let seconds = start.duration(to: .now) / .seconds(1)
            let used = ProcessUsage().processorSeconds - before.processorSeconds
            results.append((report, seconds, used))
        }
        results.sort { $0.processorSeconds < $1.processorSeconds }
        let median = results[results.count / 2]
        for warning in median.report.warnings {
            try FileHandle.standardError.write(contentsOf: Array("\(warning)\n".utf8))
        }
        report(
            [
                "file": path, "work": work.rawValue, "units": median.report.units,
                "pairs": median.report.pairs,
                "megabytes_per_second": Self.tenths(megabytes / median.seconds),
                "megabytes_per_processor_second": Self.tenths(megabytes / median.processorSeconds),
                "resident_megabytes": Self.tenths(ProcessUsage().peakResidentMegabytes),
            ], asJSON: json)
    }

    /// Reads the file once, and does with each unit what keeps the work from being left out.
    private func read(_ reader: CorpusReader) throws -> CorpusReport {
        var bytes = 0
        let report: CorpusReport
        switch work {
        case .read:
            let languages = try LanguagePair(source: source, target: target)
            report = try reader.readPairs(of: languages) { pair in
                bytes += pair.source.utf8.count + pair.target.utf8.count
            }
        case .units:
            report = try reader.readUnits(.everything) { unit in
                for variant in unit.variants { bytes += variant.segment.text.utf8.count }
            }
        }
        guard bytes > 0 else { throw ValidationError("The file has no text in it.") }
        return report
    }

    private static func tenths(_ value: Double) -> Double { (value * 10).rounded() / 10 }
}

/// A number of bytes, in decimal units: `300M`, `2G`.
struct FileSize: ExpressibleByArgument, CustomStringConvertible {
    let bytes: Int

    init(bytes: Int) {
        self.bytes = bytes
    }

    init?(argument: String) {
        let factors: [Character: Int] = ["K": 1_000, "M": 1_000_000, "G": 1_000_000_000]
        let factor = argument.last.flatMap { factors[Character($0.uppercased())] }
        let digits = factor == nil ? argument[...] : argument.dropLast()
        guard let number = Int(digits), (1...1_000_000_000_000).contains(number) else {
            return nil
        }
        bytes = number * (factor ?? 1)
    }

    var description: String { "\(bytes)" }
}

/// What the process has used so far.
struct ProcessUsage {
    let processorSeconds: Double
    let peakResidentMegabytes: Double

    init() {
        var usage = rusage()
        #if os(Linux)
            getrusage(RUSAGE_SELF.rawValue, &usage)
            let bytesPerUnit = 1024.0
        #else
            getrusage(RUSAGE_SELF, &usage)
            let bytesPerUnit = 1.0
        #endif
        func seconds(_ time: timeval) -> Double {
            Double(time.tv_sec) + Double(time.tv_usec) * 1e-6
        }
        processorSeconds = seconds(usage.ru_utime) + seconds(usage.ru_stime)
        peakResidentMegabytes = Double(usage.ru_maxrss) * bytesPerUnit * 1e-6
    }
}
