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
    for snapshot in [Snapshot.sample, .empty, .withFormula] {
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

  /// The numbers of a formula are indices and sizes of what the screen draws.
  @Test func formulasThatDoNotFillTheirShapeAreRefused() throws {
    func read(_ change: (inout CellFormula) -> Void) throws -> CellFormula {
      var formula = try #require(Snapshot.withFormula.image?.formula)
      change(&formula)
      return try BinaryReader.value(
        CellFormula.self, from: BinaryWriter.bytes(of: formula))
    }
    #expect(try read { _ in } == Snapshot.withFormula.image?.formula)
    func patch(_ change: @escaping (inout PatchSum) -> Void) -> (inout CellFormula) -> Void {
      {
        guard case .patch(var sum) = $0.operations[0].work else { return }
        change(&sum)
        $0.operations[0].work = .patch(sum)
      }
    }
    let changes: [(inout CellFormula) -> Void] = [
      patch { $0.channels = 3 }, patch { $0.side = .max }, patch { $0.kernel = [] },
      patch { $0.patch.append(0) }, patch { $0.top = .min }, patch { $0.left = .max },
      patch { $0.input.height = -1 }, patch { $0.firstChannel = .max }, patch { $0.groups = 0 },
      { $0.cell.place.channel = .max }, { $0.operations[3].place.row = -1 },
      {
        guard case .normalization(var cell) = $0.operations[4].work else { return }
        cell.columns = 0
        $0.operations[4].work = .normalization(cell)
      },
      {
        guard case .pooling(var cell) = $0.operations[6].work else { return }
        cell.followed = 2
        $0.operations[6].work = .pooling(cell)
      },
      {
        guard case .pooling(var cell) = $0.operations[6].work else { return }
        cell.windows[1].columns = 4
        $0.operations[6].work = .pooling(cell)
      },
    ]
    for (index, change) in changes.enumerated() {
      #expect(throws: (any Error).self, "change \(index)") { try read(change) }
    }
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
