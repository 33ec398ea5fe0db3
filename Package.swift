// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]
let strictC: [CSetting] = [.treatAllWarnings(as: .error)]
// For modules without long loops. The optimisations before LLVM's, such as the specialisation of generic functions,
// take more than half of the time that a module needs to compile.
let quickToCompile: [SwiftSetting] =
  strict + [.unsafeFlags(["-Xfrontend", "-disable-sil-perf-optzns"])]
// For tests without long loops, which compile faster without optimisation.
let unoptimized: [SwiftSetting] = strict + [.unsafeFlags(["-Onone"])]

// Only `make docs` needs the documentation plugin; no other build fetches it.
let documentation: [Package.Dependency] =
  Context.environment["ALEXNET_DOCUMENTATION"] == nil
  ? [] : [.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0")]

let package = Package(
  name: "alexnet",
  products: [.executable(name: "alexnet", targets: ["AlexNet"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    // Without its traits. SwiftPM passes the names of several traits to the compiler in an order that changes from
    // one plan of a build to the next, and would compile the package and all that depends on it again.
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0", traits: []),
  ] + documentation,
  targets: [
    // Networks, plans, schedules and commands as values.
    .target(name: "Blueprint", swiftSettings: quickToCompile),
    // The processors, the memory and the folders that the process is allowed to use, and locks of files.
    .target(name: "Machine", swiftSettings: quickToCompile),
    // Numbers as text, text made safe for a terminal, and the columns that text takes.
    .target(name: "DisplayText", swiftSettings: strict),
    // Queues, mailboxes and monitors between threads, and named threads.
    .target(name: "Channels", swiftSettings: strict),

    // CRC-32 and compression by zlib, SHA-256 by OpenSSL's libcrypto, and CRC-32C.
    .systemLibrary(name: "CZlib"),
    .systemLibrary(name: "CCrypto"),
    .target(name: "Checksums", dependencies: ["CCrypto", "CZlib"], swiftSettings: strict),

    // The only target that uses libarchive, with zlib for streams inside files.
    .target(
      name: "CArchive", cSettings: strictC,
      linkerSettings: [.linkedLibrary("archive"), .linkedLibrary("z")]),
    .target(
      name: "Archives", dependencies: ["Blueprint", "CArchive", "DisplayText"],
      swiftSettings: strict),
    // The only target that uses libcurl.
    .target(name: "CDownload", cSettings: strictC, linkerSettings: [.linkedLibrary("curl")]),
    .target(
      name: "Downloads",
      dependencies: [
        "Archives", "Blueprint", "CDownload", "Checksums", "DisplayText", "Machine",
      ],
      swiftSettings: quickToCompile),

    // The only target that uses oneDNN's C API (2.x and 3.x), with the project's own vector code.
    .target(
      name: "COneDNN",
      // A program for development trains at a useful speed too.
      cSettings: strictC + [.unsafeFlags(["-O2"], .when(configuration: .debug))],
      linkerSettings: [.linkedLibrary("dnnl"), .linkedLibrary("gomp"), .linkedLibrary("m")]),
    .target(
      name: "Compute",
      dependencies: ["Blueprint", "COneDNN", "DisplayText", "Machine", "Statistics"],
      swiftSettings: strict),
    // The functions of MPI that training uses. `make cluster` builds the part that uses an MPI library,
    // and the program opens it when a launcher has started it.
    .target(
      name: "CMPI", exclude: ["Shim"], cSettings: strictC, linkerSettings: [.linkedLibrary("dl")]),
    // The ranks of a job: messages, sums and gathers by MPI, and the detection of missing ranks.
    .target(
      name: "Cluster", dependencies: ["Blueprint", "CMPI", "Channels", "Compute", "Machine"],
      swiftSettings: strict),

    // libjpeg-turbo, and libpng with zlib.
    .systemLibrary(name: "CTurboJPEG"),
    .target(
      name: "CPNG", cSettings: strictC,
      linkerSettings: [.linkedLibrary("png"), .linkedLibrary("z")]),
    // The only target that uses libwebp.
    .target(name: "CWebP", cSettings: strictC, linkerSettings: [.linkedLibrary("webp")]),
    .target(
      name: "Images",
      dependencies: [
        "Archives", "Blueprint", "Channels", "Checksums", "CPNG", "CTurboJPEG", "CWebP",
        "DisplayText",
      ],
      swiftSettings: strict),
    // Makes prepared folders from archives and folders.
    .target(
      name: "Preparing",
      dependencies: [
        "Archives", "Blueprint", "Channels", "Checksums", "DisplayText", "Images", "Machine",
      ],
      swiftSettings: strict),
    // Means, moving averages and tests of significance.
    .target(name: "Statistics", swiftSettings: strict),
    // Snapshots of a network in training and the analysis of kernels, which are not recorded.
    .target(name: "Observing", dependencies: ["Blueprint"], swiftSettings: strict),
    .target(
      name: "Runs",
      dependencies: [
        "Blueprint", "Checksums", "DisplayText", "Machine", "Observing", "Statistics",
      ],
      swiftSettings: strict),
    .target(
      name: "Training",
      dependencies: [
        "Blueprint", "Channels", "Compute", "DisplayText", "Images", "Machine", "Observing",
        "Runs", "Statistics",
      ],
      swiftSettings: strict),

    // Files of other programs: safetensors, ONNX, TensorBoard, CSV. The only target that uses SwiftProtobuf.
    .target(
      name: "Exchange",
      dependencies: [
        "Blueprint", "Checksums", "DisplayText", "Machine", "Observing", "Runs",
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ],
      exclude: ["Protocols"], swiftSettings: quickToCompile),

    // Uses of trained networks: evaluation, predictions, similar images.
    .target(
      name: "Evaluating",
      dependencies: [
        "Blueprint", "Channels", "Checksums", "Compute", "DisplayText", "Images", "Observing",
        "Runs",
      ],
      swiftSettings: strict),

    // The paper's claims as experiments, the records of their runs, and the report.
    .target(
      name: "Reproduction",
      dependencies: [
        "Blueprint", "Checksums", "DisplayText", "Observing", "Runs", "Statistics",
      ],
      swiftSettings: quickToCompile),

    // The connection between a trainer and clients in other processes.
    .target(
      name: "Attaching",
      dependencies: ["Blueprint", "Channels", "Checksums", "Observing", "Runs", "Training"],
      swiftSettings: strict),

    // The only target that includes curses.h.
    .target(
      name: "CTerminal", cSettings: strictC,
      linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
    .target(name: "TerminalUI", dependencies: ["DisplayText"], swiftSettings: strict),
    .target(
      name: "NCursesTerminal", dependencies: ["TerminalUI", "CTerminal", "CZlib"],
      swiftSettings: strict),
    .target(
      name: "Dashboard",
      dependencies: [
        "Blueprint", "DisplayText", "Machine", "Observing", "Runs", "Statistics", "TerminalUI",
      ],
      swiftSettings: strict),

    // A dashboard that is connected to a trainer, and the start of trainers.
    .target(
      name: "LiveSession",
      dependencies: [
        "Attaching", "Blueprint", "Channels", "Cluster", "Compute", "Dashboard", "DisplayText",
        "Evaluating", "Exchange", "Images", "Machine", "NCursesTerminal", "Observing", "Runs",
        "TerminalUI",
        "Training",
      ],
      swiftSettings: quickToCompile),

    // The commit from which the program was built.
    .target(name: "CBuild", cSettings: strictC),
    // The program: commands, options and output.
    .executableTarget(
      name: "AlexNet",
      dependencies: [
        "Archives", "Attaching", "Blueprint", "CBuild", "Channels", "Cluster", "Compute",
        "Dashboard", "DisplayText", "Downloads", "Evaluating", "Exchange", "Images", "LiveSession",
        "Machine", "NCursesTerminal", "Observing", "Preparing", "Reproduction", "Runs",
        "TerminalUI", "Training",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: quickToCompile),
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "Attaching", "Blueprint", "Channels", "Compute", "Dashboard", "DisplayText", "Images",
        "Machine", "NCursesTerminal", "Observing", "Runs", "Statistics", "TerminalUI", "Training",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      exclude: ["Cluster", "Dashboard", "Peers", "README.md", "Scaling"], swiftSettings: strict),

    .testTarget(name: "BlueprintTests", dependencies: ["Blueprint"], swiftSettings: unoptimized),
    .testTarget(name: "MachineTests", dependencies: ["Machine"], swiftSettings: unoptimized),
    .testTarget(
      name: "DisplayTextTests", dependencies: ["DisplayText"], swiftSettings: unoptimized),
    .testTarget(name: "ChecksumsTests", dependencies: ["Checksums"], swiftSettings: strict),
    .testTarget(name: "ArchivesTests", dependencies: ["Archives"], swiftSettings: unoptimized),
    // A web server for tests, with responses that the test determines.
    .target(name: "LoopbackServer", path: "Tests/LoopbackServer", swiftSettings: strict),
    .testTarget(
      name: "DownloadsTests",
      dependencies: ["Archives", "Checksums", "Downloads", "LoopbackServer"],
      swiftSettings: unoptimized),
    // Ranks that are threads of one process.
    .target(
      name: "RankFixtures", dependencies: ["Channels", "Compute"], path: "Tests/RankFixtures",
      swiftSettings: strict),
    // A program for tests, which a launcher starts as several ranks.
    .executableTarget(
      name: "RankProgram", dependencies: ["Cluster", "Compute", "RankFixtures"],
      path: "Tests/RankProgram", swiftSettings: strict),
    .testTarget(
      name: "ClusterTests",
      dependencies: ["CMPI", "Channels", "Cluster", "Compute", "RankFixtures", "RankProgram"],
      swiftSettings: unoptimized),
    // Files of a small artificial ImageNet.
    .target(name: "ImageNetFixtures", path: "Tests/ImageNetFixtures", swiftSettings: strict),
    .testTarget(
      name: "PreparingTests",
      dependencies: ["Archives", "ImageNetFixtures", "Images", "Preparing"],
      swiftSettings: unoptimized),
    .testTarget(name: "ChannelsTests", dependencies: ["Channels"], swiftSettings: strict),
    .testTarget(
      name: "ComputeTests",
      dependencies: ["Blueprint", "COneDNN", "Compute", "Machine", "RankFixtures"],
      exclude: ["Fixtures", "Parity/make-fixtures.py"], swiftSettings: strict),
    .testTarget(
      name: "ImagesTests",
      dependencies: ["Blueprint", "Channels", "Checksums", "ImageNetFixtures", "Images"],
      exclude: ["Fixtures", "make-fixtures.py"], swiftSettings: strict),
    .testTarget(name: "StatisticsTests", dependencies: ["Statistics"], swiftSettings: unoptimized),
    .testTarget(
      name: "ObservingTests", dependencies: ["Blueprint", "Observing"], swiftSettings: unoptimized),
    .testTarget(
      name: "RunsTests", dependencies: ["Blueprint", "Checksums", "Observing", "Runs"],
      swiftSettings: unoptimized),
    .testTarget(
      name: "ExchangeTests",
      dependencies: [
        "Blueprint", "Checksums", "Exchange", "Observing", "Runs",
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ],
      swiftSettings: unoptimized),
    .testTarget(
      name: "TrainingTests",
      dependencies: [
        "Blueprint", "Channels", "Compute", "Images", "Observing", "RankFixtures", "Runs",
        "Training",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "EvaluatingTests",
      dependencies: [
        "Blueprint", "Channels", "Compute", "Evaluating", "Images", "Observing", "Runs", "Training",
      ],
      swiftSettings: unoptimized),
    .testTarget(
      name: "ReproductionTests",
      dependencies: ["Blueprint", "Reproduction", "Runs", "Statistics"], swiftSettings: unoptimized),
    .testTarget(
      name: "AttachingTests",
      dependencies: [
        "Attaching", "Blueprint", "Channels", "Checksums", "Observing", "Runs", "Training",
      ],
      swiftSettings: unoptimized),
    .testTarget(
      name: "TerminalUITests", dependencies: ["DisplayText", "TerminalUI"],
      swiftSettings: unoptimized),
    // A terminal for tests that draws pictures in pixels.
    .target(
      name: "PixelTerminal", dependencies: ["CZlib", "TerminalUI"], path: "Tests/PixelTerminal",
      swiftSettings: strict),
    .testTarget(
      name: "NCursesTerminalTests",
      dependencies: ["NCursesTerminal", "PixelTerminal", "TerminalUI"],
      swiftSettings: strict),
    .testTarget(
      name: "DashboardTests",
      dependencies: [
        "Blueprint", "Dashboard", "DisplayText", "Machine", "NCursesTerminal", "Observing",
        "PixelTerminal", "Runs", "Statistics", "TerminalUI",
      ],
      exclude: ["Goldens"], swiftSettings: unoptimized),
    // The README, the catalogues and the links between them.
    .testTarget(
      name: "DocumentationTests", dependencies: ["Dashboard"], swiftSettings: unoptimized),
    // A program for tests, which opens a terminal and crashes.
    .executableTarget(
      name: "Crasher", dependencies: ["NCursesTerminal", "TerminalUI"], path: "Tests/Crasher",
      swiftSettings: strict),
    .testTarget(
      name: "LiveSessionTests",
      dependencies: [
        "Blueprint", "Channels", "Compute", "Dashboard", "Evaluating", "Images", "LiveSession",
        "Observing", "Runs", "TerminalUI", "Training",
      ],
      swiftSettings: unoptimized),
    .testTarget(
      name: "AlexNetTests",
      dependencies: [
        "AlexNet", "Attaching", "Blueprint", "Cluster", "Crasher", "Dashboard", "Downloads",
        "Evaluating",
        "Exchange", "Images", "LiveSession", "LoopbackServer", "NCursesTerminal", "Preparing",
        "Reproduction", "Runs", "TerminalUI", "Training",
      ],
      swiftSettings: unoptimized),
  ],
  swiftLanguageModes: [.v6]
)
