import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Keeps freed tensor memory for the next tensor of about the same size.
///
/// A training step makes the same few hundred tensors as the step before. From the C allocator
/// each large one would be mapped and page-faulted anew, which costs more than filling it.
/// Sizes are rounded up to one of four steps per power of two (from 64 floats on; below, to 16
/// floats), of eight from a megabyte on: a fifth, and of a large one a ninth at most, is wasted. A
/// large tensor may get memory of the next three sizes, when there is none of its own: batches
/// differ in size, and those of one size must not hold what the next could use.
package final class MemoryPool: Sendable {
    /// The process's pool: memory is the process's, as it is for the C allocator.
    package static let shared = MemoryPool()

    private let state = Mutex(State())

    private struct State: ~Copyable {
        var free: [Int: [SendablePointer]] = [:]
        var allocations = 0
        var heldBytes = 0

        /// Free memory for so many floats, and how many it holds.
        mutating func take(_ capacity: Int) -> (memory: SendablePointer, capacity: Int)? {
            var size = capacity
            for _ in 0..<(MemoryPool.bytes(of: capacity) < MemoryPool.mappedBytes ? 1 : 4) {
                if let memory = free[size]?.popLast() { return (memory, size) }
                size = MemoryPool.roundedCapacity(size + 1)
            }
            return nil
        }
    }

    /// A pointer that nobody else holds while it lies in the pool.
    private struct SendablePointer: @unchecked Sendable {
        let base: UnsafeMutablePointer<Float>
    }

    /// How often memory had to be fetched from the system: constant in a steady state.
    package var allocationCount: Int { state.withLock { $0.allocations } }

    /// What the pool has fetched and not given back, in use or free.
    package var heldBytes: Int { state.withLock { $0.heldBytes } }

    func storage(for count: Int) -> TensorStorage {
        let wanted = Self.roundedCapacity(count)
        let recycled = state.withLock { $0.take(wanted) }
        return TensorStorage(
            base: recycled?.memory.base ?? allocate(wanted),
            capacity: recycled?.capacity ?? wanted, owner: .pool(self))
    }

    func recycle(_ base: UnsafeMutablePointer<Float>, capacity: Int) {
        let pointer = SendablePointer(base: base)
        state.withLock { $0.free[capacity, default: []].append(pointer) }
    }

    /// Gives all free memory back.
    package func trim() {
        let pointers = state.withLock { state in
            var pointers: [(SendablePointer, bytes: Int)] = []
            for (capacity, free) in state.free {
                let bytes = Self.bytes(of: capacity)
                state.heldBytes -= free.count * bytes
                pointers += free.map { ($0, bytes) }
            }
            state.free = [:]
            return pointers
        }
        for (pointer, bytes) in pointers { Self.release(pointer.base, bytes: bytes) }
    }

    /// From so many bytes on, memory is mapped from the system and not taken from the C allocator,
    /// which keeps much of what blocks of a few megabytes leave, in pieces that fit none later.
    private static let mappedBytes = 1 << 20

    private static func release(_ base: UnsafeMutablePointer<Float>, bytes: Int) {
        if bytes >= mappedBytes { munmap(base, bytes) } else { free(base) }
    }

    private static func map(_ bytes: Int) -> UnsafeMutableRawPointer? {
        let mapped = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0)
        return mapped == MAP_FAILED ? nil : mapped
    }

    private func allocate(_ capacity: Int) -> UnsafeMutablePointer<Float> {
        state.withLock {
            $0.allocations += 1
            $0.heldBytes += Self.bytes(of: capacity)
        }
        let bytes = Self.bytes(of: capacity)
        var raw: UnsafeMutableRawPointer?
        if bytes >= Self.mappedBytes {
            raw = Self.map(bytes)
        } else if posix_memalign(&raw, 64, bytes) != 0 {
            // 64 bytes: a cache line, and the widest vector.
            raw = nil
        }
        guard let raw else {
            preconditionFailure("out of memory: \(bytes) bytes for a tensor")
        }
        return raw.bindMemory(to: Float.self, capacity: capacity)
    }

    private static func bytes(of capacity: Int) -> Int { capacity * MemoryLayout<Float>.stride }

    /// 16, 32, 48, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, … 262,144, 294,912, … floats.
    static func roundedCapacity(_ count: Int) -> Int {
        let wanted = max(count, 16)
        let exponent = Int.bitWidth - 1 - (wanted - 1).leadingZeroBitCount
        let isLarge = bytes(of: 1 << exponent) >= mappedBytes
        let step = max(4, (1 << exponent) / (isLarge ? 8 : 4))
        let rounded = (wanted + step - 1) / step * step
        return (rounded + 15) / 16 * 16
    }
}
