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
/// floats), so at most a fifth of a large one is wasted. Where none of a size is free, one that is
/// up to half as large again serves: batches differ a little, and each would keep its own.
package final class MemoryPool: Sendable {
    /// The process's pool: memory is the process's, as it is for the C allocator.
    package static let shared = MemoryPool()

    private let state = Mutex(State())

    private struct State: ~Copyable {
        var free: [Int: [SendablePointer]] = [:]
        var allocations = 0
        var heldBytes = 0
    }

    /// A pointer that nobody else holds while it lies in the pool.
    private struct SendablePointer: @unchecked Sendable {
        let base: UnsafeMutablePointer<Float>
    }

    /// How often memory had to be fetched from the C allocator: constant in a steady state.
    package var allocationCount: Int { state.withLock { $0.allocations } }

    /// What the pool has fetched from the C allocator and not given back, in use or free.
    package var heldBytes: Int { state.withLock { $0.heldBytes } }

    func storage(for count: Int) -> TensorStorage {
        let fitting = Self.roundedCapacity(count)
        let recycled = state.withLock { Self.take(fitting, from: &$0.free) }
        let (base, capacity) = recycled.map { ($0.base, $1) } ?? (allocate(fitting), fitting)
        return TensorStorage(base: base, capacity: capacity, owner: .pool(self))
    }

    private static func take(
        _ fitting: Int, from free: inout [Int: [SendablePointer]]
    ) -> (SendablePointer, capacity: Int)? {
        var capacity = fitting
        while capacity <= fitting + fitting / 2 {
            if let pointer = free[capacity]?.popLast() { return (pointer, capacity) }
            capacity = roundedCapacity(capacity + 1)
        }
        return nil
    }

    func recycle(_ base: UnsafeMutablePointer<Float>, capacity: Int) {
        let pointer = SendablePointer(base: base)
        state.withLock { $0.free[capacity, default: []].append(pointer) }
    }

    /// Gives all free memory back to the C allocator.
    package func trim() {
        let pointers = state.withLock { state in
            defer { state.free = [:] }
            for (capacity, pointers) in state.free {
                state.heldBytes -= pointers.count * Self.bytes(of: capacity)
            }
            return Array(state.free.values.joined())
        }
        for pointer in pointers { free(pointer.base) }
    }

    private func allocate(_ capacity: Int) -> UnsafeMutablePointer<Float> {
        state.withLock {
            $0.allocations += 1
            $0.heldBytes += Self.bytes(of: capacity)
        }
        // 64 bytes: a cache line, and the widest vector.
        var raw: UnsafeMutableRawPointer?
        let status = posix_memalign(&raw, 64, Self.bytes(of: capacity))
        guard status == 0, let raw else {
            preconditionFailure("out of memory: \(capacity * 4) bytes for a tensor")
        }
        return raw.bindMemory(to: Float.self, capacity: capacity)
    }

    private static func bytes(of capacity: Int) -> Int { capacity * MemoryLayout<Float>.stride }

    /// 16, 32, 48, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, … floats.
    static func roundedCapacity(_ count: Int) -> Int {
        let wanted = max(count, 16)
        let exponent = Int.bitWidth - 1 - (wanted - 1).leadingZeroBitCount
        let step = max(4, (1 << exponent) / 4)
        let rounded = (wanted + step - 1) / step * step
        return (rounded + 15) / 16 * 16
    }
}
