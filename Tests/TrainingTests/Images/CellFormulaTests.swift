import Blueprint
import Compute
import Observing
import Testing

@testable import Training

/// Formulas of cells against the network's own activations. The expected values are those that the network's
/// operations have computed in single precision; the formulas are summed in double precision.
@Suite(.serialized) struct CellFormulaTests {
  /// A network with a claim, and the random cells that are compared.
  struct Case: CustomTestStringConvertible, Sendable {
    let claim: String
    let spec: NetworkSpec
    var cells = 100
    var testDescription: String { claim }
  }

  /// All kinds of layers: 1,010 cells.
  static let cases: [Case] = [
    Case(claim: "the paper's network", spec: .paper, cells: 160),
    Case(claim: "the released code's configuration", spec: .code150, cells: 50),
    Case(claim: "locally connected layers", spec: .cifar11, cells: 100),
    Case(
      claim: "groups and padding, normalisation before pooling",
      spec: network(
        (3, 23, 23),
        [
          .conv(16, 5, stride: 2), .activation(.relu), .lrn(alpha: 0.1), .maximum(3, 2),
          .conv(32, 5, padding: 2, groups: 2), .activation(.relu), .lrn(alpha: 0.1),
          .maximum(3, 2, .ceil), .conv(24, 3, padding: 1), .activation(.relu), .full(30),
          .activation(.relu), .dropout, .full(10),
        ])),
    Case(
      claim: "pooling before normalisation, ReLU after pooling",
      spec: network(
        (3, 24, 24),
        [
          .conv(32, 5, padding: 2), .lrn(alpha: 0.1, groups: 2), .maximum(3, 2),
          .activation(.relu), .conv(20, 3, padding: 1, groups: 2), .activation(.relu),
          .maximum(3, 2), .lrn(alpha: 0.1), .sameMap(3), .conv(10, 3, padding: 1),
          .pooling(Pooling(.average, size: 3, stride: 2, padding: 1, rounding: .ceil)),
          .activation(.relu), .full(10),
        ])),
    Case(
      claim: "tanh, averages and vectors in groups",
      spec: network(
        (3, 16, 16),
        [
          .conv(11, 3), .activation(.tanh),
          .pooling(Pooling(.average, size: 2, stride: 2)), .conv(12, 3), .activation(.tanh),
          .full(24, groups: 2), .activation(.tanh), .dropout, .full(12, groups: 3),
          .activation(.tanh), .full(6),
        ])),
    Case(
      claim: "11×11 at stride 4 over folded squares",
      spec: network(
        (3, 67, 67),
        [
          .conv(32, 11, stride: 4), .activation(.relu), .maximum(3, 2),
          .conv(64, 5, padding: 2), .activation(.relu), .lrn(alpha: 0.2), .full(10),
        ])),
    Case(
      claim: "an image that is pooled and normalised before the first weights",
      spec: network(
        (3, 12, 12),
        [
          .pooling(Pooling(.average, size: 2, stride: 2)), .lrn(alpha: 0.5),
          .activation(.tanh), .local(6, 3, stride: 2, padding: 1), .activation(.relu),
          .local(7, 2), .activation(.tanh), .conv(9, 1), .maximum(2, 3, .ceil), .full(4),
        ])),
    Case(
      claim: "four groups, and windows that leave cells out",
      spec: network(
        (4, 21, 21),
        [
          .conv(16, 3, stride: 2, groups: 4), .activation(.relu), .maximum(2, 3), .dropout,
          .conv(8, 1, groups: 4), .activation(.relu), .full(20), .activation(.relu),
          .conv(9, 1), .activation(.relu), .full(5),
        ])),
    Case(claim: "the compact network", spec: .compact(classes: 40, side: 64), cells: 100),
  ]

  private static func network(
    _ input: (Int, Int, Int), _ layers: [LayerSpec.Kind]
  ) -> NetworkSpec {
    NetworkSpec(
      name: "small", source: "a test",
      input: Shape(channels: input.0, height: input.1, width: input.2),
      layers: layers.enumerated().map { LayerSpec("layer\($0 + 1)", $1) })
  }

  @Test(arguments: cases)
  func everyFormulaGivesTheNetworksActivation(_ one: Case) throws {
    var trial = try Trial(one.spec)
    var random = SplitMix(state: 7)
    let names = trial.evaluator.layers
    var sums = 0
    for number in 0..<one.cells {
      // Each layer in turn, with and without normalisation.
      let layer = names[number % names.count]
      trial.evaluate(lrn: number % 3 != 2)
      let formula = try trial.formula(of: trial.randomCell(of: layer, &random))
      #expect(formula.problem == nil && !formula.operations.isEmpty)
      #expect(formula.operations.first?.layer == layer)
      for (index, operation) in formula.operations.enumerated() {
        let before = index > 0 ? formula.operations[index - 1] : nil
        for (computed, own, magnitude) in results(of: operation, after: before) {
          #expect(
            abs(computed - Double(own)) <= 2e-6 * magnitude,
            "\(layer) \(formula.cell.place) \(operation.layer): \(computed), not \(own)")
          sums += 1
        }
      }
    }
    #expect(sums >= one.cells)
  }

  /// Returns each result of an operation by its shown numbers, the network's own, and the magnitude to which
  /// rounding is proportional.
  private func results(
    of operation: CellOperation, after before: CellOperation?
  ) -> [(Double, Float, Double)] {
    let own = operation.result
    func one(_ computed: Double?, _ magnitude: Double) -> [(Double, Float, Double)] {
      guard let computed, let own else { return [] }
      return [(computed, own, magnitude)]
    }
    switch operation.work {
    case .patch(let sum): return one(sum.total, sum.magnitude)
    case .terms(let sum): return one(sum.total, sum.magnitude)
    case .activation(let function, let input):
      let (value, magnitude) = input.map { (Double($0), abs(Double($0))) } ?? raw(before)
      return one(value.map(function.value), magnitude)
    case .normalization(let cell):
      let value = cell.isOn ? cell.normalized : Double(cell.value)
      return one(value, abs(value))
    case .pooling(let cell):
      return cell.windows.compactMap { window in
        guard let own = window.result, let value = cell.value(of: window) else { return nil }
        return (value, own, window.values.reduce(0) { $0 + abs(Double($1)) })
      }
    case .dropout(_, let value): return one(Double(value), abs(Double(value)))
    case .softmax(let cell): return one(cell.quotient, cell.quotient)
    }
  }

  /// Returns the value that is passed to a merged activation function.
  private func raw(_ operation: CellOperation?) -> (Double?, Double) {
    switch operation?.work {
    case .patch(let sum): (sum.total, sum.magnitude)
    case .terms(let sum): (sum.total, sum.magnitude)
    case .pooling(let cell) where !cell.windows.isEmpty:
      cell.value(of: cell.windows[cell.followed]).map { ($0, abs($0)) } ?? (nil, 0)
    case .pooling, .activation, .normalization, .dropout, .softmax, nil: (nil, 0)
    }
  }

  // MARK: - The structure of a formula

  @Test func theOperationsAreInTheNetworksOrder() throws {
    var trial = try Trial(Self.cases[3].spec)
    trial.evaluate(lrn: true)
    let first = try trial.formula(
      of: CellChoice(layer: "layer1", place: CellPlace(channel: 3, row: 4, column: 4)))
    #expect(first.operations.map(\.layer) == ["layer1", "layer2", "layer3", "layer4"])
    // A cell at an even row and column is in four windows of 3×3 at stride 2.
    guard case .pooling(let pooled) = first.operations[3].work else {
      Issue.record("the fourth operation is the pooling")
      return
    }
    #expect(pooled.count == 4 && pooled.windows.count == 4)
    #expect(pooled.windows.map(\.place.row) == [1, 1, 2, 2])
    #expect(pooled.windows.map(\.place.column) == [1, 2, 1, 2])
    #expect(pooled.windows.allSatisfy { $0.index(row: 4, column: 4) != nil })
    let last = try trial.formula(of: CellChoice(layer: "layer14", place: CellPlace(channel: 9)))
    #expect(last.operations.map(\.layer) == ["layer14", "softmax"])
    let hidden = try trial.formula(of: CellChoice(layer: "layer11", place: CellPlace(channel: 0)))
    #expect(hidden.operations.map(\.layer) == ["layer11", "layer12", "layer13"])
    // After pooling, the released code normalises.
    var other = try Trial(Self.cases[4].spec)
    other.evaluate(lrn: true)
    let fifth = try other.formula(
      of: CellChoice(layer: "layer5", place: CellPlace(channel: 0, row: 0, column: 0)))
    #expect(
      fifth.operations.map(\.layer) == ["layer5", "layer6", "layer7", "layer8", "layer9"])
  }

  @Test func aPatchHasTheChannelsOfItsGroupAndZerosInThePadding() throws {
    var trial = try Trial(Self.cases[3].spec)
    trial.evaluate(lrn: true)
    // The first cell of the last kernel: the second half of 16 channels, from row and column −2 on.
    let formula = try trial.formula(
      of: CellChoice(layer: "layer5", place: CellPlace(channel: 31, row: 0, column: 0)))
    guard case .patch(let sum) = formula.operations[0].work else {
      Issue.record("a convolution has a patch")
      return
    }
    #expect(sum.firstChannel == 8 && sum.channels == 8 && sum.side == 5)
    #expect(sum.top == -2 && sum.left == -2)
    for cell in 0..<25 {
      #expect(sum.isPadding(cell) == (cell / 5 < 2 || cell % 5 < 2))
      if sum.isPadding(cell) { #expect(sum.patch[cell] == 0) }
    }
    let input = try #require(try trial.evaluator.maps(of: "layer4"))
    // Channel 8 at row 0 and column 0 is the cell (2, 2) of the patch.
    #expect(sum.patch[12] == input.values[8 * input.shape.height * input.shape.width])
  }

  @Test func aCellThatDoesNotExistHasNoFormula() throws {
    var trial = try Trial(Self.cases[3].spec)
    trial.evaluate(lrn: true)
    for place in [
      CellPlace(channel: 16), CellPlace(channel: 0, row: 99), CellPlace(channel: -1),
    ] {
      let formula = try trial.formula(of: CellChoice(layer: "layer1", place: place))
      #expect(formula.problem?.contains("has no such cell") == true && formula.operations.isEmpty)
    }
    let formula = try trial.formula(of: CellChoice(layer: "x", place: CellPlace(channel: 0)))
    #expect(formula.problem == "The network has no layer 'x'.")
  }
}

/// A network that has evaluated a random image.
private struct Trial {
  let evaluator: SingleImageEvaluator
  private let image: [Float]
  private var knobs = Knobs()
  private var probabilities: [Double] = []

  init(_ spec: NetworkSpec) throws {
    let network = try Network(
      spec, layout: spec.layout(), batch: 2, seed: 3, on: Engine(threads: 1))
    // Biases that are not equal, so that a wrong one is found.
    var random = SplitMix(state: 5)
    for bias in network.parameters where bias.isBias {
      try bias.write((0..<bias.count).map { _ in random.next(in: -0.3...0.3) })
    }
    evaluator = try SingleImageEvaluator(network)
    image = (0..<spec.input.count).map { _ in random.next(in: -1...1) }
  }

  mutating func evaluate(lrn: Bool) {
    knobs.lrn = lrn
    probabilities = evaluator.probabilities(of: image, knobs)
  }

  func formula(of cell: CellChoice) throws -> CellFormula {
    try CellFormulas(evaluator, knobs, probabilities: probabilities).formula(of: cell)
  }

  func randomCell(of layer: String, _ random: inout SplitMix) -> CellChoice {
    let shape = evaluator.layout.first { $0.spec.name == layer }!.output
    func pick(_ count: Int) -> Int {
      // Corners have padding, so they are taken more often.
      switch random.next() % 6 {
      case 0: 0
      case 1: count - 1
      default: Int(random.next() % UInt64(count))
      }
    }
    return CellChoice(
      layer: layer,
      place: CellPlace(
        channel: pick(shape.channels), row: pick(shape.height), column: pick(shape.width)))
  }
}

/// Steele, Lea and Flood's SplitMix64.
private struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
    return word ^ word >> 31
  }

  mutating func next(in range: ClosedRange<Float>) -> Float {
    range.lowerBound + (range.upperBound - range.lowerBound) * Float(next() >> 40) / 0x1p24
  }
}
