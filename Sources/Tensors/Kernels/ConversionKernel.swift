internal import CKernels

extension Tensor {
    /// The elements rounded to bfloat16, to nearest even: the upper halves of the floats.
    package var bfloat16: [UInt16] {
        [UInt16](unsafeUninitializedCapacity: shape.count) { halves, count in
            if let target = halves.baseAddress {
                kernel_to_bf16(target, base, Int64(shape.count))
            }
            count = shape.count
        }
    }

    /// The same tensor where it is kept so already.
    func converted(to wanted: Precision) -> Tensor {
        guard wanted != precision else { return self }
        var result = Tensor(uninitialized: shape, precision: wanted)
        switch wanted {
        case .f32: kernel_from_bf16(result.mutableBase, halfBase, Int64(shape.count))
        case .bf16: kernel_to_bf16(result.mutableHalfBase, base, Int64(shape.count))
        }
        return result
    }
}

enum ConversionKernel {
    /// All of a flat tensor as bfloat16, every worker its own range.
    static func toBFloat16(_ x: Tensor, workers: Workers) -> Tensor {
        var result = Tensor(uninitialized: x.shape, precision: .bf16)
        let (floats, halves) = (SharedFloats(x.base), SharedHalves(base: result.mutableHalfBase))
        let count = x.shape.count
        workers.run { worker in
            let range = workers.share(of: count, for: worker)
            kernel_to_bf16(
                halves.base + range.lowerBound, floats.base + range.lowerBound,
                Int64(range.count))
        }
        withExtendedLifetime(x) {}
        return result
    }
}

/// Sendable because every worker writes a range of its own.
private struct SharedHalves: @unchecked Sendable {
    let base: UnsafeMutablePointer<UInt16>
}
