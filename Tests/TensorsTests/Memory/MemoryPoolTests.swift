import Testing

@testable import Tensors

@Suite struct MemoryPoolTests {
    @Test("a loop that frees what it makes takes its memory once")
    func recycles() {
        let pool = MemoryPool()
        for _ in 0..<50 {
            let small = Tensor(uninitialized: Shape(10), pool: pool)
            let large = Tensor(uninitialized: Shape(100, 33), pool: pool)
            withExtendedLifetime((small, large)) {}
        }
        #expect(pool.allocationCount == 2)
    }

    @Test("about the same size is the same memory")
    func roundsUp() {
        let pool = MemoryPool()
        for count in 961...1024 { _ = Tensor(uninitialized: Shape(count), pool: pool) }
        #expect(pool.allocationCount == 1)
    }

    @Test("a large tensor takes what is free of a little more, a small one does not")
    func takesLarger() {
        let pool = MemoryPool()
        for count in [14, 13, 12, 11, 10].map({ $0 << 17 }) {
            _ = Tensor(uninitialized: Shape(count), pool: pool)
        }
        // Three sizes up at most, which waste a third of what is taken or less.
        #expect(pool.allocationCount == 2)
        #expect(pool.heldBytes == 4 * (14 + 10) << 17)
        for count in [28, 24] { _ = Tensor(uninitialized: Shape(count << 5), pool: pool) }
        #expect(pool.allocationCount == 4)
    }

    @Test("what is in use is not handed out again")
    func keepsWhatIsUsed() {
        let pool = MemoryPool()
        let tensors = (0..<5).map { _ in Tensor(uninitialized: Shape(40), pool: pool) }
        #expect(pool.allocationCount == 5)
        #expect(Set(tensors.map { Int(bitPattern: $0.base) }).count == 5)
    }

    @Test("a view keeps the memory from the pool")
    func viewsKeepMemory() {
        let pool = MemoryPool()
        var whole: Tensor? = Tensor(uninitialized: Shape(4, 10), pool: pool)
        let view = whole?.rows(1..<2)
        whole = nil
        let other = Tensor(uninitialized: Shape(4, 10), pool: pool)
        #expect(pool.allocationCount == 2)
        withExtendedLifetime((view, other)) {}
    }

    @Test("trimming gives free memory back and spares what is used")
    func trim() {
        let pool = MemoryPool()
        let used = Tensor(uninitialized: Shape(40), pool: pool)
        _ = Tensor(uninitialized: Shape(40), pool: pool)
        pool.trim()
        let other = Tensor(uninitialized: Shape(40), pool: pool)
        #expect(pool.allocationCount == 3)
        #expect(used.base != other.base)
    }

    @Test("what is held is told, in use or free, until it is given back")
    func heldBytes() {
        let pool = MemoryPool()
        let used = Tensor(uninitialized: Shape(64), pool: pool)
        _ = Tensor(uninitialized: Shape(128), pool: pool)
        #expect(pool.heldBytes == 4 * (64 + 128))
        pool.trim()
        #expect(pool.heldBytes == 4 * 64)
        withExtendedLifetime(used) {}
    }

    @Test("memory begins at a cache line", arguments: [1, 16, 17, 1000])
    func alignment(count: Int) {
        let tensor = Tensor(uninitialized: Shape(count), pool: MemoryPool())
        #expect(Int(bitPattern: tensor.base) % 64 == 0)
    }

    @Test("capacities hold what was asked and waste a fifth at most, of a large one a ninth")
    func capacities() {
        var previous = 0
        for count in 0..<5000 {
            let capacity = MemoryPool.roundedCapacity(count)
            #expect(capacity >= count && capacity % 16 == 0 && capacity >= previous)
            #expect(count < 64 || Double(capacity - count) < 0.2 * Double(capacity))
            previous = capacity
        }
        for count in stride(from: 1 << 18, to: 1 << 21, by: 4099) {
            let capacity = MemoryPool.roundedCapacity(count)
            #expect(capacity >= count && Double(capacity - count) < Double(capacity) / 9)
        }
        // A large one, where an overflow would show.
        #expect(MemoryPool.roundedCapacity(1 << 40) == 1 << 40)
    }

    @Test("threads that take and give back at once never share memory")
    func concurrency() {
        let pool = MemoryPool()
        let intact = Workers(count: 4).map { worker in
            (0..<300).allSatisfy { round in
                let tensor = Tensor(uninitialized: Shape(20 + round % 3 * 40), pool: pool)
                var written = tensor
                CopyKernel.fill(&written, with: Float(worker))
                return written.elements.allSatisfy { $0 == Float(worker) }
            }
        }
        #expect(intact == [true, true, true, true])
    }
}
