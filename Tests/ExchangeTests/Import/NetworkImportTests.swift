import Blueprint
import Foundation
import Testing

@testable import Exchange
@testable import Runs

/// The files of imports, and the runs that they become.
@Suite struct NetworkImportTests {
  private let folder: TemporaryFolder
  private let path: String
  private let store: RunStore

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path("network.safetensors")
    store = RunStore(directory: folder.path("runs"))
  }

  /// A network of few weights whose input is blue, green, red.
  private static let spec = NetworkSpec(
    name: "tiny", source: "a test", input: Shape(channels: 3, height: 4, width: 4),
    normalization: InputNormalization(
      mean: [120, 110, 100], factors: [1, 1, 1], channelOrder: .bgr),
    layers: [
      LayerSpec(
        "conv1", .convolution(Convolution(outputs: 2, kernel: 1, initial: Initialization(.he)))),
      LayerSpec("relu1", .activation(.relu)),
      LayerSpec("fc2", .fullyConnected(FullyConnected(outputs: 5, initial: Initialization(.he)))),
    ])

  private static let tensors: [(name: String, shape: [Int])] = [
    ("conv1.weight", [2, 3, 1, 1]), ("conv1.bias", [2]), ("fc2.weight", [5, 32]), ("fc2.bias", [5]),
  ]

  private func file(
    _ tensors: [(name: String, shape: [Int])] = tensors, _ values: [String: [Float]] = [:],
    type: String = "F32"
  ) throws {
    try TensorFile(tensors: tensors, values: values, type: type).write(to: path)
  }

  private func open() throws -> NetworkImport { try NetworkImport(path: path, network: Self.spec) }

  private func run(_ classes: [String]? = nil) throws -> Run {
    try ImportedRun(open(), classes: classes, threads: 2).write(as: "famous", in: store)
  }

  private func names() -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: store.directory)) ?? []).sorted()
  }

  @Test func theRunHasACheckpointWithoutMomentum() throws {
    let weights: [Float] = [0.5, -1, 2, 3, 4, 5]
    try file(Self.tensors, ["conv1.weight": weights, "fc2.bias": [1, 2, 3, 4, 5]])
    let run = try run()
    let checkpoint = try run.checkpoints.checkpoint(ofStep: 0)
    #expect(try checkpoint.numbers("conv1.weight", shape: [2, 3, 1, 1]) == weights)
    #expect(try checkpoint.numbers("fc2.bias", shape: [5]) == [1, 2, 3, 4, 5])
    #expect(
      try checkpoint.numbers("fc2.weight.momentum", shape: [5, 32])
        == Array(repeating: 0, count: 160))
    #expect(checkpoint.state.step == 0)
    let plan = try run.plan()
    #expect(checkpoint.state.plan == plan)
    #expect(plan.network == Self.spec)
    #expect(plan.data == .imported)
    #expect(plan.imported?.path == path)
    #expect(plan.imported?.hasClassNames == false)
    #expect(plan.knobs.rate == 0.001)
  }

  /// The kernels of the file are blue, green, red.
  @Test func theKernelsOfTheRunAreRedGreenBlue() throws {
    try file(Self.tensors, ["conv1.weight": [1, 2, 3, 4, 5, 6]])
    let run = try run()
    let recorded = try run.kernels()
    #expect(recorded.step == 0)
    // A record has a byte for each weight, so it is exact to a 254th of the range.
    let differences = zip(recorded.kernels.weights, [3, 2, 1, 6, 5, 4] as [Float]).map { $0 - $1 }
    #expect(differences.count == 6 && differences.allSatisfy { abs($0) <= 0.02 })
    try FileManager.default.removeItem(atPath: run.kernelsPath)
    #expect(try run.kernels().kernels.weights == [3, 2, 1, 6, 5, 4])
  }

  @Test func theJournalBeginsAndEndsWithTheImport() throws {
    try file()
    let run = try run(["a", "b", "c", "d", "e"])
    let events = try run.recording().events
    guard case .started(let started) = events.first else {
      Issue.record("\(events)")
      return
    }
    #expect(started.run == "famous")
    #expect(started.classes == ["a", "b", "c", "d", "e"])
    #expect(started.trainImages == 0 && started.validationImages == 0)
    // 2·3 + 2 + 5·32 + 5
    #expect(started.parameters == 173)
    #expect(
      Array(events.dropFirst()) == [
        .checkpoint(step: 0, path: "\(run.folder)/checkpoints/step-00000000.safetensors"),
        .finished(step: 0, seconds: 0, reason: .imported),
      ])
    let summary = try run.summary()
    #expect(summary.state == .finished(.imported))
    #expect(summary.state.name == "stopped")
    #expect(summary.steps == 0 && summary.checkpoint == 0)
    #expect(try run.plan().imported?.hasClassNames == true)
  }

  @Test func classesWithoutNamesAreNumbered() throws {
    try file()
    #expect(try run().startEvent()?.classes == ["0", "1", "2", "3", "4"])
  }

  @Test func theRunNeverStartsFromInitialWeights() throws {
    try file()
    let run = try run()
    #expect(try run.resumption().step == 0)
    #expect(try run.resumption().checkpoint != nil)
    #expect(try run.resumption(from: 0).checkpoint != nil)
    try FileManager.default.removeItem(atPath: run.checkpoints.path)
    #expect(throws: RunsError.noSuchCheckpoint(run: "famous", step: 0, [])) {
      try run.resumption()
    }
  }

  @Test func halfOfTheBytesGiveTheSameNumbers() throws {
    try file(Self.tensors, ["fc2.bias": [1, -2, 0.5, 0.25, 96]], type: "BF16")
    let checkpoint = try run().checkpoints.checkpoint(ofStep: 0)
    #expect(try checkpoint.numbers("fc2.bias", shape: [5]) == [1, -2, 0.5, 0.25, 96])
  }

  @Test func theFileIsIdentifiedByItsSHA256() throws {
    try file()
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/sha256sum")
    process.arguments = [path]
    process.standardOutput = output
    try process.run()
    process.waitUntilExit()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    #expect(try run().plan().imported?.sha256 == String(text.prefix(64)))
  }

  @Test func anErrorLeavesNoRunBehind() throws {
    try file(Self.tensors, ["fc2.bias": [1, 2, .nan, 4, 5]])
    #expect(throws: ImportError.notFinite(path: path, tensor: "fc2.bias")) { try run() }
    #expect(names().isEmpty)
    try file()
    #expect(throws: ImportError.stopped) {
      try ImportedRun(open(), threads: 1).write(as: "famous", in: store) { share in
        if share >= 0.5 { throw ImportError.stopped }
      }
    }
    #expect(names().isEmpty)
  }

  @Test func anExistingRunIsKept() throws {
    try file()
    let run = try run()
    let plan = try run.plan()
    #expect(throws: RunsError.nameTaken("famous", directory: store.directory)) { try self.run() }
    #expect(try run.plan() == plan)
    #expect(names() == ["famous"])
  }

  @Test func theListOfClassesHasOneForEachOutput() throws {
    try file()
    #expect(
      throws: ImportError.otherClassCount(names: "the list of classes", count: 2, outputs: 5)
    ) { try run(["a", "b"]) }
  }

  @Test func integersAreRefused() throws {
    try file(type: "I32")
    #expect(throws: ImportError.otherType(path: path, tensor: "conv1.weight", type: "I32")) {
      try open()
    }
  }

  @Test func misfitsOfANamedNetworkAreReported() throws {
    try file()
    let error = try #require(throws: ImportError.self) {
      try NetworkImport(path: path, network: .torchvision)
    }
    guard case .misfits(path, "torchvision", let misfits) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(
      misfits.first
        == .shape(tensor: "conv1.weight", found: [2, 3, 1, 1], wanted: [64, 3, 11, 11]))
  }

  @Test func otherFormatsAreNamed() throws {
    func error(_ bytes: [UInt8], _ name: String = "x.bin") throws -> ImportError? {
      try Data(bytes).write(to: URL(filePath: folder.path(name)))
      return #expect(throws: ImportError.self) { try NetworkImport(path: folder.path(name)) }
    }
    let zeros = Array(repeating: UInt8(0), count: 16)
    #expect(
      try error([0x50, 0x4B, 3, 4] + zeros) == .otherFormat(path: folder.path("x.bin"), .pickle))
    #expect(try error([0x80, 2] + zeros) == .otherFormat(path: folder.path("x.bin"), .pickle))
    #expect(
      try error([0x89, 0x48, 0x44, 0x46] + zeros) == .otherFormat(path: folder.path("x.bin"), .hdf5)
    )
    #expect(
      try error([10, 7] + Array("AlexNet".utf8), "m.caffemodel")
        == .otherFormat(path: folder.path("m.caffemodel"), .protocolBuffer))
    guard case .unreadable = try error([1, 2, 3]) else {
      Issue.record("a short file is damaged")
      return
    }
    let missing = folder.path("none")
    guard
      case .unreadable(missing, _) = #expect(
        throws: ImportError.self, performing: { try NetworkImport(path: missing) })
    else {
      Issue.record("a missing file cannot be read")
      return
    }
  }
}
