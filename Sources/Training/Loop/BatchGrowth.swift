import Foundation
import Tensors

/// How batches grow: their bound doubles every so many epochs, while memory allows.
///
/// More tokens a batch have the effect of a lower learning rate, and take fewer steps (Smith et
/// al. 2018, arXiv:1711.00489).
struct BatchGrowth {
    private let recipe: Recipe
    private let availableBytes: @Sendable () -> Int?
    /// What weights, gradients and moments hold: batches do not change it.
    private let heldBytesAtStart: Int

    /// An epoch keeps so many batches: fewer steps would not be worth their size.
    static let fewestBatches = 16
    /// The share of the available memory that a larger batch may take.
    private static let usableShare = 0.8

    /// - Parameter availableBytes: what this process may still take; nil where nobody can tell
    init(_ recipe: Recipe, availableBytes: @escaping @Sendable () -> Int?) {
        self.recipe = recipe
        self.availableBytes = availableBytes
        // What other models took before would hide what this one's steps take.
        if recipe.batchGrowthEpochs > 0 { MemoryPool.shared.trim() }
        heldBytesAtStart = MemoryPool.shared.heldBytes
    }

    func batchTokens(after doublings: Int) -> Int {
        Self.batchTokens(recipe, after: doublings)
    }

    static func batchTokens(_ recipe: Recipe, after doublings: Int) -> Int {
        recipe.batchTokens << min(max(doublings, 0), 40)
    }

    /// Whether the batches of the epoch that begins are twice as large.
    /// - Parameters:
    ///   - epoch: from 0
    ///   - batches: of the epoch before
    func isDue(epoch: Int, batches: Int) -> Bool {
        guard recipe.batchGrowthEpochs > 0, epoch % recipe.batchGrowthEpochs == 0 else {
            return false
        }
        return batches >= 2 * Self.fewestBatches && fitsTwice
    }

    /// Whether a step of twice the tokens fits, by what those before took.
    private var fitsTwice: Bool {
        guard let available = availableBytes() else { return true }
        let step = Double(max(0, MemoryPool.shared.heldBytes - heldBytesAtStart))
        return 2 * step <= Self.usableShare * (Double(available) + step)
    }
}

/// Memory that this process may still take.
package enum AvailableMemory {
    /// The least of what the machine has free and what the process's control group allows; nil
    /// where neither can be read.
    package static func bytes() -> Int? {
        [machineBytes, groupBytes].compactMap { $0 }.min()
    }

    /// `MemAvailable` of /proc/meminfo.
    private static var machineBytes: Int? {
        guard let text = text(of: "/proc/meminfo") else { return nil }
        let line = text.split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
        let number = line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        return number.flatMap { $0 < Int.max / 1024 ? $0 * 1024 : nil }
    }

    /// What is left of the limit of control groups, version 2 or 1; nil without a limit.
    private static var groupBytes: Int? {
        let files = [
            ("memory.max", "memory.current"),
            ("memory/memory.limit_in_bytes", "memory/memory.usage_in_bytes"),
        ]
        for (limit, used) in files {
            if let limit = number(in: limit), let used = number(in: used) {
                return max(0, limit - used)
            }
        }
        return nil
    }

    private static func number(in file: String) -> Int? {
        text(of: "/sys/fs/cgroup/\(file)").flatMap {
            Int($0.trimmingCharacters(in: .whitespacesAndNewlines))
        }
    }

    /// Such files have no length that could be asked for: they are read from a handle.
    private static func text(of path: String) -> String? {
        guard let file = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? file.close() }
        return (try? file.read(upToCount: 65_536)).flatMap { String(decoding: $0, as: UTF8.self) }
    }
}
