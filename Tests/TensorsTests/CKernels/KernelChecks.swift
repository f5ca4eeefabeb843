import Testing

@testable import Tensors

/// A kernel compared element by element with a plain loop in double precision.
struct KernelCheck: Sendable, CustomTestStringConvertible {
    /// The function's name in CKernels.h.
    let kernel: String
    /// Compares at one size: a count, a row's length, or a number of keys.
    let compare: @Sendable (Int) -> Void

    init(_ kernel: String, _ compare: @escaping @Sendable (Int) -> Void) {
        self.kernel = kernel
        self.compare = compare
    }

    var testDescription: String { kernel }

    static let all =
        elementwise + linear + adam + dropout + embedding + normalization + activation + rotation
        + softmax + rDrop + attention + decoding + quantization + int8Product
        + choice
}

@Suite struct KernelChecks {
    /// Less than a vector, between two, whole vectors, and many with a rest.
    static let sizes = [1, 7, 17, 64, 1000]

    @Test("kernels agree with plain loops", arguments: KernelCheck.all, sizes)
    func agrees(check: KernelCheck, size: Int) {
        check.compare(size)
    }

    @Test("every kernel that CKernels.h declares has a check, and no other")
    func everyKernelIsChecked() throws {
        let header = try SourceTree.text(of: "Sources/CKernels/include/CKernels.h")
        let declarations = header.matches(of: /(?m)^(?:void|double|float|int\w*) (kernel_\w+)\(/)
        let declared = Set(declarations.map { String($0.output.1) })
        let calls = header.matches(of: /kernel_\w+\(/)
        #expect(declarations.count == calls.count, "a declaration the pattern above misses")
        #expect(declared == Set(KernelCheck.all.map(\.kernel)))
    }
}
