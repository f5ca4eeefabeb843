import Foundation

/// The cores that this process may use.
enum Cores {
    /// At least 1; a share of the machine's, when several processes were started together on it and
    /// not each on cores of its own.
    static var usable: Int {
        let all = ProcessInfo.processInfo.activeProcessorCount
        let allowed = min(allowed ?? all, all)
        guard allowed == all else { return allowed }
        let neighbours = ProcessInfo.processInfo.environment["OMPI_COMM_WORLD_LOCAL_SIZE"]
        return max(1, all / max(neighbours.flatMap { Int($0) } ?? 1, 1))
    }

    /// How many the system lets it run on, as set by mpirun, taskset or a container; nil where that
    /// cannot be told.
    private static var allowed: Int? {
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("Cpus_allowed:") })
        else { return nil }
        // A mask in hexadecimal digits, with commas between groups of eight.
        let cores = line.dropFirst("Cpus_allowed:".count)
            .compactMap { $0.hexDigitValue?.nonzeroBitCount }.reduce(0, +)
        return cores > 0 ? cores : nil
    }
}
