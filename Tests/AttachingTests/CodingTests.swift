import Blueprint
import Observing
import Runs
import Testing

@testable import Attaching

@Suite struct CodingTests {
  private struct Mixed: Codable, Equatable {
    enum Kind: String, Codable { case one, two }
    enum Choice: Codable, Equatable {
      case nothing
      case pair(Int, name: String?)
    }
    var flag: Bool
    var small: Int8
    var large: UInt64
    var absent: Int?
    var present: Int?
    var absentText: String?
    var list: [Int?]
    var nested: [[Float]]
    var bytes: [UInt8]
    var kind: Kind
    var maybeKind: Kind?
    var choices: [Choice]
    var shape: Shape?
    var texts: [String]
    var numbers: Set<Int>
  }

  private static let mixed = Mixed(
    flag: true, small: -3, large: .max, absent: nil, present: 7, absentText: nil,
    list: [1, nil, 3], nested: [[], [1, .nan.nextUp], [-0.0]], bytes: [0, 255], kind: .two,
    maybeKind: .one, choices: [.nothing, .pair(4, name: nil), .pair(5, name: "x")],
    shape: Shape(channels: 3, height: 2, width: 1), texts: ["", "ä"], numbers: [5])

  @Test func everyKindOfValueIsReadAsWritten() throws {
    var mixed = Self.mixed
    mixed.nested[1][1] = 0.1
    let bytes = try BinaryWriter.bytes(of: mixed)
    #expect(try BinaryReader.value(Mixed.self, from: bytes) == mixed)
  }

  @Test func snapshotsAreReadAsWrittenAndAreLittleLargerThanTheirNumbers() throws {
    for snapshot in [Snapshot.sample, .empty] {
      let bytes = try BinaryWriter.bytes(of: snapshot)
      #expect(try BinaryReader.value(Snapshot.self, from: bytes) == snapshot)
    }
    let large = Snapshot(
      run: "r", step: 1, layers: [],
      kernels: Kernels(
        count: 96, channels: 3, size: 11, weights: Array(repeating: 0.5, count: 96 * 3 * 121)))
    #expect(try BinaryWriter.bytes(of: large).count < 4 * 96 * 3 * 121 + 64)
  }

  @Test func missingOrAdditionalBytesAreAnError() throws {
    let bytes = try BinaryWriter.bytes(of: Snapshot.sample)
    for count in 0..<bytes.count {
      #expect(throws: (any Error).self) {
        try BinaryReader.value(Snapshot.self, from: Array(bytes.prefix(count)))
      }
    }
    #expect(throws: CodingFailure.tooLong) {
      try BinaryReader.value(Snapshot.self, from: bytes + [0])
    }
  }

  @Test func aCountLargerThanTheBytesAllocatesNoMemory() {
    let bytes: [UInt8] = [255, 255, 255, 255, 1, 2, 3]
    #expect(throws: CodingFailure.tooShort) { try BinaryReader.value([Float].self, from: bytes) }
    #expect(throws: CodingFailure.tooShort) {
      try BinaryReader.value([JournalPosition].self, from: bytes)
    }
    #expect(throws: CodingFailure.tooShort) { try BinaryReader.value(String.self, from: bytes) }
  }

  @Test func anUnknownCaseIsAnError() throws {
    var bytes = try BinaryWriter.bytes(of: TrainerCommand.pause)
    bytes[4] = UInt8(ascii: "x")
    #expect(throws: (any Error).self) { try BinaryReader.value(TrainerCommand.self, from: bytes) }
  }

  @Test func aDictionaryIsRefused() {
    #expect(throws: CodingFailure.unordered) { try BinaryWriter.bytes(of: ["a": 1]) }
  }

  @Test func kernelsThatDoNotFillTheirShapeAreRefused() throws {
    struct Claim: Encodable {
      var count: Int, channels: Int, size: Int
      var weights: [Float]
    }
    func kernels(_ claim: Claim) throws -> Kernels {
      try BinaryReader.value(Kernels.self, from: BinaryWriter.bytes(of: claim))
    }
    let weights = [Float](repeating: 1, count: 8)
    #expect(try kernels(Claim(count: 1, channels: 2, size: 2, weights: weights)).size == 2)
    #expect(try kernels(Claim(count: 0, channels: 3, size: 5, weights: [])).count == 0)
    for claim in [
      Claim(count: 2, channels: 2, size: 2, weights: weights),
      Claim(count: -1, channels: -2, size: 2, weights: weights),
      Claim(count: .max, channels: .max, size: 2, weights: weights),
    ] {
      #expect(throws: (any Error).self) { try kernels(claim) }
    }
  }
}
