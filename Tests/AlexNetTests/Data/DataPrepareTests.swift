import Foundation
import Images
import Preparing
import Testing

@testable import AlexNet

@Suite struct DataPrepareCommand {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Packs two classes of noise as ImageNet is packed.
  /// - Returns: The folder of the archives.
  private func archives(trainPerClass: Int) throws -> String {
    let classes = ["n01440764", "n02102040"]
    try make("val", "in", "kit/data")
    for (label, id) in classes.enumerated() {
      try make(id)
      for number in 0..<trainPerClass {
        try write("\(id)/\(id)_\(number).JPEG", Self.jpeg(UInt64(label * 10_000 + number)))
      }
      try write("val/ILSVRC2012_val_0000000\(label + 1).JPEG", Self.jpeg(UInt64(label + 77)))
      try run("tar", "-cf", "\(id).tar", "-C", id, ".")
    }
    try run("tar", "-cf", "in/ILSVRC2012_img_train.tar", "n01440764.tar", "n02102040.tar")
    try run("tar", "-cf", "in/ILSVRC2012_img_val.tar", "-C", "val", ".")
    _ = try folder.file("kit/data/ILSVRC2012_validation_ground_truth.txt", "2\n1\n")
    try write("kit/data/meta.mat", #require(Data(base64Encoded: Self.synsets)))
    try run("mv", "kit", "in/ILSVRC2012_devkit_t12")
    return "\(folder.path)/in"
  }

  private func make(_ names: String...) throws {
    for name in names {
      try FileManager.default.createDirectory(
        atPath: "\(folder.path)/\(name)", withIntermediateDirectories: true)
    }
  }

  private func write(_ name: String, _ data: Data) throws {
    try data.write(to: URL(filePath: "\(folder.path)/\(name)"))
  }

  private func run(_ words: String...) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = words
    process.currentDirectoryURL = URL(filePath: folder.path)
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
  }

  private static func jpeg(_ seed: UInt64) -> Data {
    var state = seed
    let pixels = (0..<3 * 40 * 30).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 56)
    }
    let encoder = JPEGEncoder(quality: 80)
    return pixels.withUnsafeBufferPointer { Data(encoder.encode($0, width: 40, height: 30)) }
  }

  private var target: String { "\(folder.path)/prepared" }

  @Test func archivesOfImageNetBecomeAFolderThatTrains() throws {
    let input = try archives(trainPerClass: 40)
    let result = try Program.run(["data", "prepare", input, "--to", target])
    #expect(result.status == 0)
    #expect(result.output.hasPrefix("80 training and 2 validation images in "))
    #expect(result.output.hasSuffix(": --data \(target)\n"))
    #expect(result.errorText.hasPrefix("ImageNet, 2 classes: about "))

    let inspection = try Program.run(["data", "inspect", target])
    #expect(inspection.lines.contains { $0.split(separator: " ") == ["tench", "40", "1"] })
    #expect(
      inspection.lines.contains { $0.split(separator: " ") == ["English", "springer", "40", "1"] })

    let training = try Program.run(
      [
        "train", "--data", target, "--steps", "2", "--batch", "4", "--validate-every", "0",
        "--json",
        "--runs", "\(folder.path)/runs",
      ])
    #expect(training.status == 0)
    #expect(training.output.contains("\"event\":\"finished\""))

    let again = try Program.run(["data", "prepare", input, "--to", target])
    #expect(again.status == 2)
    #expect(
      again.errorText == PreparingError.alreadyPrepared(path: target).errorLine)
  }

  /// The first shard is a pipe. It holds 64 KB, so the program is in the middle of the shard, however slow
  /// the machine is, until the test reads.
  @Test func aSignalStopsItAndTheSameCommandContinues() throws {
    let input = try archives(trainPerClass: 100)
    try make("prepared")
    // An earlier process that was killed has left a part of the plan.
    _ = try folder.file("prepared/preparing.json.part", "")
    let path = "\(target)/train-00000.shard.part"
    try #require(mkfifo(path, 0o600) == 0)
    let pipe = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    defer { close(pipe) }
    let program = try Program(["data", "prepare", input, "--to", target, "--threads", "1"])
    var bytes = [UInt8](repeating: 0, count: 16 << 10)
    try program.wait(for: "the first shard has begun") { read(pipe, &bytes, 8) > 0 }
    try program.sendAndWait(SIGINT)
    // The pipe ends when the program closes it. The pauses keep the program in the shard for about a second.
    try program.wait(for: "the first shard is closed") {
      var count = read(pipe, &bytes, bytes.count)
      while count > 0 {
        usleep(5_000)
        count = read(pipe, &bytes, bytes.count)
      }
      return count == 0
    }
    let stopped = program.result()
    #expect(stopped.status == 130)
    #expect(stopped.output.isEmpty)
    #expect(
      stopped.errorText.hasSuffix(PreparingError.stopped(images: 0).errorLine))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: target) == ["preparing.json"])

    let early = try Program.run(["train", "--data", target, "--runs", "\(folder.path)/runs"])
    #expect(early.status == 2)
    #expect(early.errorText.contains(ImagesError.unfinishedPreparation(path: target).problem))

    let result = try Program.run(["data", "prepare", input, "--to", target])
    #expect(result.status == 0)
    #expect(result.output.hasPrefix("200 training and 2 validation images in "))
  }

  @Test(arguments: [
    (
      ["data", "prepare", "/nowhere", "--to", "/tmp/x"],
      "alexnet: \(ImagesError.folderMissing(path: "/nowhere").problem). "
    ),
    (["data", "prepare", "/", "--to"], "alexnet: --to has no value. "),
    (["data", "prepare", "/", "--to", "x", "--quality", "0"], "alexnet: --quality cannot be 0. "),
    (["data", "get", "svhn"], "alexnet: <data-set> cannot be 'svhn'. "),
  ])
  func errorsAreOneLineAndStatusTwo(arguments: [String], beginning: String) throws {
    let result = try Program.run(arguments)
    #expect(result.status == 2)
    #expect(result.errorText.hasPrefix(beginning))
    #expect(result.errorText.count { $0 == "\n" } == 1)
  }

  /// A file `meta.mat` in base64, written by SciPy 1.17. Its `synsets` are 1 n02102040 "English springer,
  /// English springer spaniel" and 2 n01440764 "tench, Tinca tinca".
  private static let synsets = """
    TUFUTEFCIDUuMCBNQVQtZmlsZSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg
    ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAAAAAAAAAAAAABSU0PAAAAxgAAAHic
    42NgYLBgYmBgA9IcQAxkggErEp8RitmBuLgyrzi1pBgoz8LABxXXAmJPn+CwIGcjA0OjeE8XhnA/IAEH5flFKcUMqACk
    14IBYS8bmr2MSBgEOKHiEPDBHqTfAUk/Cxb9nEj6BaD8PAMjQwMjAxMDJHckEDBHC80cEN81Lz0nszhDobigKDMvPbVI
    RwFdBMhIzMtMzaGGfxkcyPevoYmJgbmZCZJ/PQiYI4RmDohfkpqXnKGjEJKZl5yoUAIiIfIAeEsqUQ==
    """
    .filter { !$0.isWhitespace }
}
