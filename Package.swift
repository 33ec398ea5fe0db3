// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]
let strictC: [CSetting] = [.treatAllWarnings(as: .error)]

// `make docs` alone needs the documentation plugin, so that no other build fetches it.
let documentation: [Package.Dependency] =
  Context.environment["ALEXNET_DOCUMENTATION"] == nil
  ? [] : [.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0")]

let package = Package(
  name: "alexnet",
  products: [.executable(name: "alexnet", targets: ["AlexNet"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ] + documentation,
  targets: [
    // What is to be done, as values.
    .target(name: "Blueprint", swiftSettings: strict),
    // What a process may use of its machine: processors and memory.
    .target(name: "Machine", swiftSettings: strict),
    // Text from outside made safe for a terminal, and the columns that it takes.
    .target(name: "DisplayText", swiftSettings: strict),
    // How threads meet; the only locks.
    .target(name: "Channels", swiftSettings: strict),

    // CRC-32 of zlib, SHA-256 of OpenSSL's libcrypto, and CRC-32C.
    .systemLibrary(name: "CZlib"),
    .systemLibrary(name: "CCrypto"),
    .target(name: "Checksums", dependencies: ["CCrypto", "CZlib"], swiftSettings: strict),

    // The one place that knows libarchive, and zlib beside it.
    .target(
      name: "CArchive", cSettings: strictC,
      linkerSettings: [.linkedLibrary("archive"), .linkedLibrary("z")]),
    .target(name: "Archives", dependencies: ["Blueprint", "CArchive"], swiftSettings: strict),
    // The one place that knows libcurl.
    .target(name: "CDownload", cSettings: strictC, linkerSettings: [.linkedLibrary("curl")]),
    .target(
      name: "Downloads", dependencies: ["Archives", "Blueprint", "CDownload", "Checksums"],
      swiftSettings: strict),

    // The one place that knows oneDNN's C API (2.x and 3.x), and the vector kernels beside it.
    .target(
      name: "COneDNN", cSettings: strictC,
      linkerSettings: [.linkedLibrary("dnnl"), .linkedLibrary("gomp"), .linkedLibrary("m")]),
    .target(
      name: "Compute", dependencies: ["Blueprint", "COneDNN", "Machine", "Statistics"],
      swiftSettings: strict),
    // libjpeg-turbo, libpng and the zlib beneath it.
    .systemLibrary(name: "CTurboJPEG"),
    .target(
      name: "CPNG", cSettings: strictC,
      linkerSettings: [.linkedLibrary("png"), .linkedLibrary("z")]),
    // The one place that knows libwebp.
    .target(name: "CWebP", cSettings: strictC, linkerSettings: [.linkedLibrary("webp")]),
    .target(
      name: "Images",
      dependencies: [
        "Archives", "Blueprint", "Channels", "Checksums", "CPNG", "CTurboJPEG", "CWebP",
        "DisplayText",
      ],
      swiftSettings: strict),
    // Archives and folders in, a prepared folder out.
    .target(
      name: "Preparing",
      dependencies: ["Archives", "Blueprint", "Channels", "Checksums", "Images", "Machine"],
      swiftSettings: strict),
    // Means, averages and tests of significance.
    .target(name: "Statistics", swiftSettings: strict),
    // What is looked at while a network trains, and not kept.
    .target(name: "Observing", dependencies: ["Blueprint"], swiftSettings: strict),
    .target(
      name: "Runs",
      dependencies: ["Blueprint", "Checksums", "DisplayText", "Observing", "Statistics"],
      swiftSettings: strict),
    .target(
      name: "Training",
      dependencies: [
        "Blueprint", "Channels", "Compute", "Images", "Observing", "Runs", "Statistics",
      ],
      swiftSettings: strict),

    // How others watch a trainer from their own processes.
    .target(
      name: "Attaching",
      dependencies: ["Blueprint", "Channels", "Checksums", "Observing", "Runs", "Training"],
      swiftSettings: strict),

    // The one place that includes curses.h.
    .target(
      name: "CTerminal", cSettings: strictC,
      linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
    .target(name: "TerminalUI", dependencies: ["DisplayText"], swiftSettings: strict),
    .target(
      name: "NCursesTerminal", dependencies: ["TerminalUI", "CTerminal"], swiftSettings: strict),
    .target(
      name: "Dashboard",
      dependencies: [
        "Blueprint", "DisplayText", "Observing", "Runs", "Statistics", "TerminalUI",
      ],
      swiftSettings: strict),

    // A dashboard that is connected to a trainer, and the start of trainers: training and screen meet here.
    .target(
      name: "LiveSession",
      dependencies: [
        "Attaching", "Blueprint", "Channels", "Dashboard", "DisplayText", "Images",
        "NCursesTerminal", "Observing", "Runs", "TerminalUI", "Training",
      ],
      swiftSettings: strict),

    // The composition root: commands, options and output.
    .executableTarget(
      name: "AlexNet",
      dependencies: [
        "Archives", "Attaching", "Blueprint", "Channels", "Compute", "Dashboard",
        "DisplayText", "Downloads", "Images", "LiveSession", "Machine",
        "NCursesTerminal", "Observing", "Preparing", "Runs", "TerminalUI", "Training",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "Attaching", "Blueprint", "Channels", "Compute", "Dashboard", "DisplayText", "Images",
        "Machine", "NCursesTerminal", "Observing", "Runs", "Statistics", "TerminalUI", "Training",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      exclude: ["Dashboard", "Peers", "README.md"], swiftSettings: strict),

    .testTarget(name: "BlueprintTests", dependencies: ["Blueprint"], swiftSettings: strict),
    .testTarget(name: "MachineTests", dependencies: ["Machine"], swiftSettings: strict),
    .testTarget(
      name: "DisplayTextTests", dependencies: ["DisplayText"], swiftSettings: strict),
    .testTarget(name: "ChecksumsTests", dependencies: ["Checksums"], swiftSettings: strict),
    .testTarget(name: "ArchivesTests", dependencies: ["Archives"], swiftSettings: strict),
    // A web server for tests, with responses that the test determines.
    .target(name: "LoopbackServer", path: "Tests/LoopbackServer", swiftSettings: strict),
    .testTarget(
      name: "DownloadsTests",
      dependencies: ["Archives", "Checksums", "Downloads", "LoopbackServer"],
      swiftSettings: strict),
    // Files of a small artificial ImageNet.
    .target(name: "ImageNetFixtures", path: "Tests/ImageNetFixtures", swiftSettings: strict),
    .testTarget(
      name: "PreparingTests",
      dependencies: ["Archives", "ImageNetFixtures", "Images", "Preparing"],
      swiftSettings: strict),
    .testTarget(name: "ChannelsTests", dependencies: ["Channels"], swiftSettings: strict),
    .testTarget(
      name: "ComputeTests", dependencies: ["Blueprint", "COneDNN", "Compute", "Machine"],
      exclude: ["Fixtures", "Parity/make-fixtures.py"], swiftSettings: strict),
    .testTarget(
      name: "ImagesTests",
      dependencies: ["Blueprint", "Channels", "Checksums", "ImageNetFixtures", "Images"],
      exclude: ["Fixtures", "make-fixtures.py"], swiftSettings: strict),
    .testTarget(name: "StatisticsTests", dependencies: ["Statistics"], swiftSettings: strict),
    .testTarget(
      name: "ObservingTests", dependencies: ["Blueprint", "Observing"], swiftSettings: strict),
    .testTarget(
      name: "RunsTests", dependencies: ["Blueprint", "Checksums", "Observing", "Runs"],
      swiftSettings: strict),
    .testTarget(
      name: "TrainingTests",
      dependencies: [
        "Blueprint", "Channels", "Compute", "Images", "Observing", "Runs", "Training",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "AttachingTests",
      dependencies: [
        "Attaching", "Blueprint", "Channels", "Checksums", "Observing", "Runs", "Training",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "TerminalUITests", dependencies: ["DisplayText", "TerminalUI"], swiftSettings: strict),
    .testTarget(
      name: "NCursesTerminalTests", dependencies: ["NCursesTerminal", "TerminalUI"],
      swiftSettings: strict),
    .testTarget(
      name: "DashboardTests",
      dependencies: [
        "Blueprint", "Dashboard", "DisplayText", "Observing", "Runs", "Statistics", "TerminalUI",
      ],
      exclude: ["Goldens"], swiftSettings: strict),
    // The README, the catalogues and the links between them.
    .testTarget(
      name: "DocumentationTests", dependencies: ["Dashboard"], swiftSettings: strict),
    // A program for tests, which opens a terminal and crashes.
    .executableTarget(
      name: "Crasher", dependencies: ["NCursesTerminal", "TerminalUI"], path: "Tests/Crasher",
      swiftSettings: strict),
    .testTarget(
      name: "LiveSessionTests",
      dependencies: ["Blueprint", "Dashboard", "LiveSession", "Runs", "TerminalUI"],
      swiftSettings: strict),
    .testTarget(
      name: "AlexNetTests",
      dependencies: [
        "AlexNet", "Attaching", "Blueprint", "Crasher", "Dashboard", "Downloads",
        "Images", "LiveSession", "LoopbackServer", "NCursesTerminal", "Preparing", "Runs",
        "TerminalUI", "Training",
      ],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
