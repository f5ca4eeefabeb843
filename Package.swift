// swift-tools-version: 6.1
import PackageDescription

let swiftSettings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
    name: "translate",
    platforms: [.macOS(.v15)],
    targets: [
        // MARK: - C libraries and kernels
        .systemLibrary(
            name: "CLibXML2", pkgConfig: "libxml-2.0",
            providers: [.apt(["libxml2-dev"]), .brew(["libxml2"])]),
        .systemLibrary(
            name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "CICU", linkerSettings: [.linkedLibrary("icuuc"), .linkedLibrary("icui18n")]),
        .target(
            name: "COneDNN", linkerSettings: [.linkedLibrary("dnnl"), .linkedLibrary("dl", .when(platforms: [.linux]))]),
        .target(name: "CKernels"),

        // MARK: - Numbers
        .target(
            name: "Tensors", dependencies: ["COneDNN", "CKernels"], swiftSettings: swiftSettings),
        .target(name: "Transformer", dependencies: ["Tensors"], swiftSettings: swiftSettings),

        // MARK: - Strings
        .target(name: "Corpus", dependencies: ["CLibXML2", "CZlib"], swiftSettings: swiftSettings),
        .target(name: "Text", dependencies: ["CICU"], swiftSettings: swiftSettings),
        .target(name: "Alignment", swiftSettings: swiftSettings),
        .target(name: "Evaluation", swiftSettings: swiftSettings),

        // MARK: - Tests
        .testTarget(
            name: "TransformerTests", dependencies: ["Transformer", "Tensors"],
            resources: [.copy("Fixtures")], swiftSettings: swiftSettings),
        .testTarget(name: "CorpusTests", dependencies: ["Corpus"], swiftSettings: swiftSettings),
        .testTarget(name: "TextTests", dependencies: ["Text"], swiftSettings: swiftSettings),
        .testTarget(
            name: "AlignmentTests", dependencies: ["Alignment"], swiftSettings: swiftSettings),
        .testTarget(
            name: "EvaluationTests", dependencies: ["Evaluation"], swiftSettings: swiftSettings),
    ]
)
