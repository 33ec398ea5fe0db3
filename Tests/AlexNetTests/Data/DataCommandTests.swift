import Foundation
import Images
import LoopbackServer
import Testing

@Suite struct DataPrepareCommand {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Two classes of noise, packed as ImageNet is; returns the folder of the archives.
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
    try write(
      "kit/data/meta.mat", #require(Data(base64Encoded: Self.synsets)))
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

  @Test func imageNetsArchivesBecomeAFolderThatTrains() throws {
    let input = try archives(trainPerClass: 40)
    let result = try Program.run(["data", "prepare", input, "--to", target])
    #expect(result.status == 0)
    #expect(result.output.hasPrefix("80 training and 2 validation images in "))
    #expect(result.output.hasSuffix(": --data \(target)\n"))
    #expect(result.complaint.hasPrefix("ImageNet, 2 classes: about "))

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
      again.complaint == "alexnet: '\(target)' is prepared already. Train on it with --data "
        + "\(target), or choose another with --to DIR.\n")
  }

  @Test func aSignalEndsItAndTheSameCommandGoesOn() throws {
    let input = try archives(trainPerClass: 2_000)
    let program = try Program(["data", "prepare", input, "--to", target, "--threads", "1"])
    // Until something is written: far from the end.
    while !FileManager.default.fileExists(atPath: "\(target)/train-00000.shard.part") {
      usleep(1_000)
    }
    program.send(SIGINT)
    let stopped = program.result()
    #expect(stopped.status == 130)
    #expect(stopped.output.isEmpty)
    #expect(
      stopped.complaint.hasSuffix(
        "alexnet: stopped with 0 images in finished shards, which are kept. Give the same command "
          + "again to go on.\n"))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: target) == ["preparing.json"])

    let early = try Program.run(["train", "--data", target, "--runs", "\(folder.path)/runs"])
    #expect(early.status == 2)
    #expect(early.complaint.contains(ImagesError.unfinishedPreparation(path: target).problem))

    let result = try Program.run(["data", "prepare", input, "--to", target])
    #expect(result.status == 0)
    #expect(result.output.hasPrefix("4,000 training and 2 validation images in "))
  }

  @Test(arguments: [
    (
      ["data", "prepare", "/nowhere", "--to", "/tmp/x"],
      "alexnet: \(ImagesError.folderMissing(path: "/nowhere").problem). "
    ),
    (["data", "prepare", "/", "--to"], "alexnet: missing value for '--to <dir>'. "),
    (["data", "prepare", "/", "--to", "x", "--quality", "0"], "alexnet: --quality cannot be 0. "),
    (["data", "get", "svhn"], "alexnet: the value 'svhn' is invalid for '<choice>'"),
  ])
  func complaintsAreOneLineAndStatusTwo(arguments: [String], beginning: String) throws {
    let result = try Program.run(arguments)
    #expect(result.status == 2)
    #expect(result.complaint.hasPrefix(beginning))
    #expect(result.complaint.count { $0 == "\n" } == 1)
  }

  /// A meta.mat written by SciPy 1.17: `synsets` with 1 n02102040 "English springer, English springer
  /// spaniel" and 2 n01440764 "tench, Tinca tinca".
  private static let synsets = """
    TUFUTEFCIDUuMCBNQVQtZmlsZSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg
    ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAAAAAAAAAAAAABSU0PAAAAxgAAAHic
    42NgYLBgYmBgA9IcQAxkggErEp8RitmBuLgyrzi1pBgoz8LABxXXAmJPn+CwIGcjA0OjeE8XhnA/IAEH5flFKcUMqACk
    14IBYS8bmr2MSBgEOKHiEPDBHqTfAUk/Cxb9nEj6BaD8PAMjQwMjAxMDJHckEDBHC80cEN81Lz0nszhDobigKDMvPbVI
    RwFdBMhIzMtMzaGGfxkcyPevoYmJgbmZCZJ/PQiYI4RmDohfkpqXnKGjEJKZl5yoUAIiIfIAeEsqUQ==
    """
    .filter { !$0.isWhitespace }
}

@Suite struct DataGetCommand {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private let official = "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"
  private let bytes = 170_052_171

  private func get(
    from url: String, environment: [String: String] = [:]
  ) throws -> Program.Result {
    try Program.run(
      ["data", "get", "cifar-10", "--to", folder.path, "--from", url], environment: environment)
  }

  @Test func withoutANetworkItIsSaidWhatToFetchByHand() throws {
    let result = try get(from: "http://127.0.0.1:1/cifar")
    #expect(result.status == 1)
    #expect(result.output.isEmpty)
    #expect(result.complaint.hasPrefix("alexnet: http://127.0.0.1:1/cifar cannot be reached: "))
    #expect(
      result.complaint.hasSuffix(
        ". Fetch \(official) by hand, put it into \(folder.path) and give the same command again.\n"
      ))
    #expect(result.complaint.count { $0 == "\n" } == 1)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  @Test func theProxyOfTheEnvironmentIsUsed() throws {
    let server = try Server { _, _ in .status(403) }
    defer { server.stop() }
    let result = try get(
      from: "http://images.example/cifar",
      environment: ["http_proxy": "http://127.0.0.1:\(server.port)"])
    #expect(result.status == 1)
    #expect(result.complaint.contains("(status 403)"))
    #expect(server.requests.map(\.line) == ["GET http://images.example/cifar HTTP/1.1"])
  }

  @Test func anArchiveThatWasFetchedByHandIsChecked() throws {
    _ = try folder.file("cifar-10-binary.tar.gz", "something else")
    let result = try get(from: "http://127.0.0.1:1/cifar")
    #expect(result.status == 1)
    #expect(
      result.complaint.contains(
        "\(folder.path)/cifar-10-binary.tar.gz is another file: it has 14 bytes, not \(bytes)"))
    // It is somebody's file.
    #expect(folder.text(of: "cifar-10-binary.tar.gz") == "something else")
  }

  @Test func whatIsThereIsNotFetchedAgain() throws {
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/cifar-10-batches-bin", withIntermediateDirectories: true)
    let result = try get(from: "http://127.0.0.1:1/cifar")
    #expect(result.status == 0)
    #expect(
      result.output
        == "cifar-10 is there already: --data \(folder.path)/cifar-10-batches-bin\n")
  }

  @Test func aSignalEndsItAndThePartIsGoneOnWith() throws {
    let start = [UInt8](repeating: 7, count: 1 << 20)
    let server = try Server { [bytes] number, _ in
      var answer = Server.Answer.whole(start, tag: "\"v1\"", length: bytes)
      answer.stalls = true
      return number == 0 ? answer : .status(403)
    }
    defer { server.stop() }
    let program = try Program(
      ["data", "get", "cifar-10", "--to", folder.path, "--from", server.url()])
    let part = "\(folder.path)/cifar-10-binary.tar.gz.part"
    var status = stat()
    while stat(part, &status) != 0 || status.st_size < start.count { usleep(1_000) }
    program.send(SIGINT)
    let result = program.result()
    #expect(result.status == 130)
    #expect(
      result.complaint
        == "alexnet: stopped after \(start.count) of \(bytes) bytes, which are kept. "
        + "Give the same command again to go on from there.\n")
    _ = try get(from: server.url())
    #expect(server.requests.map(\.first) == [nil, start.count])
    #expect(server.requests.last?.ifRange == "\"v1\"")
  }
}
