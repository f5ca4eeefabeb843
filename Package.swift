// swift-tools-version: 6.1
import PackageDescription

let swiftSettings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let argumentParser = Target.Dependency.product(
    name: "ArgumentParser", package: "swift-argument-parser")

/// A target of this package; `imports` are the targets below it.
func module(_ name: String, imports: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: imports, swiftSettings: swiftSettings)
}

func tests(
    of name: String, imports: [Target.Dependency] = [], resources: [Resource]? = nil
) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.byName(name: name)] + imports,
        resources: resources, swiftSettings: swiftSettings)
}

let package = Package(
    name: "translate",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "TranslationPipeline", targets: ["TranslationPipeline"]),
        .executable(name: "translate", targets: ["translate"]),
        .executable(name: "bench", targets: ["bench"]),
    ],
    traits: [
        .trait(name: "MPI", description: "Training on several machines; needs Open MPI.")
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0")
    ],
    targets: [
        // MARK: - C libraries and kernels
        .systemLibrary(
            name: "CLibXML2", pkgConfig: "libxml-2.0",
            providers: [.apt(["libxml2-dev"]), .brew(["libxml2"])]),
        .systemLibrary(
            name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(
            name: "CZstd", pkgConfig: "libzstd",
            providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),
        .target(
            name: "CICU", linkerSettings: [.linkedLibrary("icuuc"), .linkedLibrary("icui18n")]),
        .target(
            name: "COneDNN",
            linkerSettings: [
                .linkedLibrary("dnnl"), .linkedLibrary("dl", .when(platforms: [.linux])),
            ]),
        .target(name: "CKernels"),
        .systemLibrary(
            name: "COpenMPI", pkgConfig: "ompi-c",
            providers: [.apt(["libopenmpi-dev"]), .brew(["open-mpi"])]),
        .target(
            name: "CMPI",
            dependencies: [.target(name: "COpenMPI", condition: .when(traits: ["MPI"]))],
            cSettings: [.define("TRANSLATE_MPI", .when(traits: ["MPI"]))]),

        // MARK: - Strings, without numbers
        module("Corpus", imports: ["CICU", "CLibXML2", "CZlib", "CZstd"]),
        module("Text", imports: ["CICU"]),
        module("Alignment"),
        module("Evaluation"),
        module("Reports"),

        // MARK: - Numbers, without strings
        module("Tensors", imports: ["COneDNN", "CKernels"]),
        module("Transformer", imports: ["Tensors"]),
        module("Search", imports: ["Transformer", "Tensors"]),

        // MARK: - Where they meet
        module("Engines", imports: ["Text", "Transformer", "Tensors", "CZlib"]),
        module(
            "Training",
            imports: [
                "Engines", "Corpus", "Text", "Alignment", "Evaluation", "Reports", "Search",
                "Transformer", "Tensors",
                .target(name: "CMPI", condition: .when(traits: ["MPI"])),
            ]),
        module(
            "TranslationPipeline",
            imports: [
                "Engines", "Alignment", "Evaluation", "Text", "Search", "Transformer", "Tensors",
            ]),

        // MARK: - Executables
        .executableTarget(
            name: "translate",
            dependencies: [
                "TranslationPipeline", "Training", "Engines", "Corpus", "Text", "Evaluation",
                "Reports", "Transformer", "Tensors", argumentParser,
            ], swiftSettings: swiftSettings),
        .executableTarget(
            name: "bench",
            dependencies: [
                "Training", "Corpus", "Text", "Search", "Transformer", "Tensors", argumentParser,
            ],
            swiftSettings: swiftSettings),

        // MARK: - Tests
        tests(of: "Corpus"),
        tests(of: "Text", resources: [.copy("Fixtures")]),
        tests(of: "Alignment"),
        tests(of: "Evaluation"),
        tests(of: "Reports"),
        tests(of: "Tensors", imports: ["CKernels"]),
        tests(of: "Training", imports: ["Engines", "Text", "Search", "Transformer", "Tensors"]),
        tests(of: "Engines", imports: ["Text", "Transformer", "Tensors", "CZlib"]),
        tests(
            of: "Transformer", imports: ["Tensors"], resources: [.copy("Fixtures")]),
        tests(of: "Search", imports: ["Transformer", "Tensors"]),
        tests(of: "translate"),
        tests(
            of: "TranslationPipeline",
            imports: [
                "Training", "Engines", "Corpus", "Alignment", "Evaluation", "Text", "Search",
                "Transformer", "Tensors",
            ]),
    ]
)

// What Scripts/fuzz builds, with options that nothing else is built with.
if Context.environment["TRANSLATE_FUZZ"] != nil {
    package.products.append(.executable(name: "fuzz", targets: ["fuzz"]))
    package.targets.append(
        .executableTarget(
            name: "fuzz", dependencies: ["Corpus"], path: "Fuzz",
            exclude: ["Seeds", "tmx.dict", "xliff.dict"],
            swiftSettings: swiftSettings))
}
