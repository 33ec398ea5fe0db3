import Foundation
import Testing

@testable import Runs

@Suite struct SafetensorsTests {
  private let folder: TemporaryFolder
  private let path: String
  private let tensors = [
    Safetensors.Tensor("conv1.weight", shape: [2, 3, 1, 1]),
    Safetensors.Tensor("odd \"name\"", .uint8, shape: [8]),
    Safetensors.Tensor("counts", .int64, shape: [1]),
    Safetensors.Tensor("nothing", shape: [0]),
    Safetensors.Tensor("scalar", shape: []),
  ]
  private let data: [UInt8]

  init() throws {
    folder = try TemporaryFolder()
    path = "\(folder.path)/some.safetensors"
    let floats: [Float] = [1, -2, 0.5, .pi, 1e-30, -0]
    data =
      floats.withUnsafeBytes(Array.init) + [1, 2, 3, 4, 5, 6, 7, 8] + [9, 0, 0, 0, 0, 0, 0, 0]
      + [Float(7)].withUnsafeBytes(Array.init)
    try write(metadata: [(key: "who", value: "a \"test\"\n")])
  }

  /// Writes the data in parts of a length; at once without one.
  private func write(
    _ data: [UInt8]? = nil, metadata: [(key: String, value: String)] = [],
    inPartsOf length: Int = .max, to path: String? = nil
  ) throws {
    let writer = try SafetensorsWriter(tensors, metadata: metadata, to: path ?? self.path)
    var rest = (data ?? self.data)[...]
    while !rest.isEmpty {
      rest.prefix(length).withUnsafeBytes { writer.append($0) }
      rest = rest.dropFirst(length)
    }
    try writer.complete()
  }

  @Test func tensorsAndMetadataAreReadBack() throws {
    let file = try SafetensorsFile(path: path)
    try file.verify()
    #expect(file.metadata["who"] == "a \"test\"\n")
    #expect(Set(file.tensors) == Set(tensors))
    #expect(try file.floats("conv1.weight") == [1, -2, 0.5, .pi, 1e-30, -0])
    #expect(try file.floats("nothing") == [])
    #expect(try file.floats("scalar") == [7])
    #expect(try file.floats("counts") == nil)
    #expect(try file.floats("unknown") == nil)
  }

  @Test func noOtherFilesAreLeft() throws {
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["some.safetensors"])
  }

  /// The format's description: eight bytes, JSON, and the elements from a multiple of eight.
  @Test func theBytesAreThoseOfTheFormat() throws {
    let bytes = try Data(contentsOf: URL(filePath: path))
    let length = bytes.prefix(8).enumerated().reduce(0) { $0 | Int($1.1) << (8 * $1.0) }
    #expect(length % 8 == 0)
    #expect(Array(bytes.dropFirst(8 + length)) == data)
    let header = try #require(
      try JSONSerialization.jsonObject(with: bytes.dropFirst(8).prefix(length)) as? [String: Any])
    let weight = try #require(header["conv1.weight"] as? [String: Any])
    #expect(weight["dtype"] as? String == "F32")
    #expect(weight["shape"] as? [Int] == [2, 3, 1, 1])
    #expect(weight["data_offsets"] as? [Int] == [0, 24])
  }

  @Test func filesOfOtherProgramsAreReadButNotVerified() throws {
    let header = #"{"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#
    try (header.utf8.count.bytes + Data(header.utf8) + Data([0, 0, 128, 63])).write(
      to: URL(filePath: path))
    let file = try SafetensorsFile(path: path)
    #expect(try file.floats("b") == [1])
    #expect(throws: RunsError.self) { try file.verify() }
  }

  @Test(arguments: [
    #"{"b":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#,
    #"{"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
    #"{"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"#
      + #""c":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#,
    #"{"b":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#,
    #"{"b":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,4]}}"#,
    #"{"b":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#,
    #"{"b":{"dtype":"F32","shape":[1],"data_offsets":[0]}}"#,
    #"{"b":{"dtype":"Q7","shape":[4],"data_offsets":[0,4]}}"#,
    #"{"b":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}}"#,
    #"{"b":{"dtype":"U8","shape":[5],"data_offsets":[0,5]}}"#,
    "[]", "", "{", String(repeating: "[", count: 10_000),
  ])
  func anInvalidHeaderIsRefused(header: String) throws {
    try (header.utf8.count.bytes + Data(header.utf8) + Data([0, 0, 128, 63])).write(
      to: URL(filePath: path))
    let error = try #require(throws: RunsError.self) { try SafetensorsFile(path: path) }
    guard case .damagedTensorFile = error else {
      Issue.record("the error is \(error)")
      return
    }
  }

  @Test(arguments: [Int.max, -1, 100_000_001, 1000])
  func aHeaderLongerThanTheFileIsRefused(length: Int) throws {
    try (length.bytes + Data("{}".utf8)).write(to: URL(filePath: path))
    #expect(throws: RunsError.self) { try SafetensorsFile(path: path) }
  }

  @Test func aFailedWriteDoesNotChangeTheFile() throws {
    let before = try Data(contentsOf: URL(filePath: path))
    let folderInTheWay = path + Safetensors.partSuffix
    try FileManager.default.createDirectory(
      atPath: folderInTheWay, withIntermediateDirectories: false)
    #expect(throws: RunsError.self) { try write() }
    #expect(try Data(contentsOf: URL(filePath: path)) == before)
  }

  // The parts end inside tensors and inside numbers. The checksum does not depend on them.
  @Test(arguments: [1, 7, 24, 39])
  func aFileThatIsWrittenInPartsHasTheSameBytes(length: Int) throws {
    let parts = "\(folder.path)/parts.safetensors"
    try write(metadata: [(key: "who", value: "a \"test\"\n")], inPartsOf: length, to: parts)
    let file = try SafetensorsFile(path: parts)
    try file.verify()
    #expect(
      try Data(contentsOf: URL(filePath: parts)) == Data(contentsOf: URL(filePath: path)))
  }

  @Test func anIncompleteFileIsRemoved() throws {
    let other = "\(folder.path)/other.safetensors"
    do {
      let writer = try SafetensorsWriter(tensors, metadata: [], to: other)
      data.prefix(30).withUnsafeBytes { writer.append($0) }
      #expect(access(other + Safetensors.partSuffix, F_OK) == 0)
    }
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["some.safetensors"])
  }

  /// Linux refuses every write to this file as if the disk were full (full(4)).
  @Test func aFullDiskIsReportedWhenTheFileIsComplete() throws {
    let full = "\(folder.path)/full.safetensors"
    try FileManager.default.createSymbolicLink(
      atPath: full + Safetensors.partSuffix, withDestinationPath: "/dev/full")
    #expect(throws: RunsError.fileFailed(action: "write", path: full, code: ENOSPC)) {
      try write(inPartsOf: 8, to: full)
    }
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["some.safetensors"])
  }
}

extension Int {
  /// The eight bytes of the length of a header.
  fileprivate var bytes: Data { withUnsafeBytes(of: UInt64(bitPattern: Int64(self))) { Data($0) } }
}
