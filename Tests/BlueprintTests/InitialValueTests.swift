import Blueprint
import Foundation
import Testing

/// Deviations and biases by hand from BVLC Caffe's models/bvlc_alexnet/train_val.prototxt and from the
/// paper's section 5.
@Suite struct InitialValueTests {
  private static let caffe: [Initialization] = [
    .init(.gaussian(deviation: 0.01), bias: 0), .init(.gaussian(deviation: 0.01), bias: 0.1),
    .init(.gaussian(deviation: 0.01), bias: 0), .init(.gaussian(deviation: 0.01), bias: 0.1),
    .init(.gaussian(deviation: 0.01), bias: 0.1), .init(.gaussian(deviation: 0.005), bias: 0.1),
    .init(.gaussian(deviation: 0.005), bias: 0.1), .init(.gaussian(deviation: 0.01), bias: 0),
  ]
  private static let paper = [0, 1, 0, 1, 1, 1, 1, 0].map {
    Initialization(.gaussian(deviation: 0.01), bias: $0)
  }

  @Test func alexnetIsThePapersNetworkWithCaffesInitialValues() throws {
    let (alexnet, paper) = (NetworkSpec.alexnet, NetworkSpec.paper)
    #expect(alexnet.initials == Self.caffe)
    // 34,944 + 307,456 + 885,120 + 663,936 + 442,624 + 37,752,832 + 16,781,312 + 4,097,000
    #expect(try alexnet.layout().parameters == 60_965_224)
    #expect(alexnet.with(initial: .set(.paper)).layers == paper.layers)
    #expect(alexnet.input == paper.input && alexnet.inputScale == paper.inputScale)
    #expect(alexnet.source.contains("bvlc_alexnet"))
  }

  @Test func thePapersSetIsThatOfItsText() {
    #expect(NetworkSpec.paper.initials == Self.paper)
    #expect(NetworkSpec.code145.with(initial: .set(.paper)).initials == Self.paper)
    #expect(NetworkSpec.code145.with(initial: .set(.caffe)).initials == Self.caffe)
  }

  @Test(arguments: [
    ("he", InitialValues.he), ("0.02", .gaussian(deviation: 0.02)), ("0", .gaussian(deviation: 0)),
    ("paper", .set(.paper)), ("caffe", .set(.caffe)),
  ])
  func namesAreReadWrittenAndKept(text: String, values: InitialValues) throws {
    #expect(InitialValues(parsing: text) == values)
    #expect(values.word == text)
    let data = try JSONEncoder().encode([values])
    #expect(try JSONDecoder().decode([InitialValues].self, from: data) == [values])
  }

  @Test(arguments: ["", "xavier", "-0.1", "nan", "inf", "Caffe"])
  func othersAreNot(text: String) { #expect(InitialValues(parsing: text) == nil) }

  /// As programs before the sets wrote it.
  @Test func distributionsAreWrittenAsBefore() throws {
    let data = try JSONEncoder().encode([InitialValues.he, .gaussian(deviation: 0.5)])
    #expect(String(decoding: data, as: UTF8.self) == #"["he",0.5]"#)
  }

  @Test func aNetworksValuesHaveTheirName() {
    #expect(NetworkSpec.paper.initialValues == .set(.paper))
    #expect(NetworkSpec.alexnet.initialValues == .set(.caffe))
    #expect(NetworkSpec.code145.initialValues == nil)
    let compact = NetworkSpec.compact(classes: 10, side: 32)
    #expect(compact.initialValues == nil)
    #expect(compact.with(initial: .he).initialValues == .he)
    #expect(
      compact.with(initial: .gaussian(deviation: 0.03)).initialValues
        == .gaussian(deviation: 0.03))
  }

  @Test func setsAreChangesOfALane() throws {
    let plan = RunPlan.standard(
      .paper, data: .scenes, validationImages: 800, threads: 1)
    for (text, network) in [("caffe", NetworkSpec.alexnet), ("he", .paper.with(initial: .he))] {
      let changes = try [PlanChange](parsing: "initial=\(text)")
      let lane = plan.with(changes)
      #expect(lane.network.layers == network.layers)
      #expect(lane.changes(from: plan) == changes)
      #expect(changes.slug == "initial-\(text)")
    }
    #expect(plan.changes(from: plan).isEmpty)
  }
}

/// Where the text's trap can be seen before the first step.
@Suite struct InitialSignals {
  @Test(arguments: [
    ("paper", true), ("alexnet", false), ("code-145", false), ("compact", false),
    ("compact-32", false), ("cifar-18", false), ("cifar-26", false), ("four-layer", false),
  ])
  func onlyTheTextsBiasesDrownImages(name: String, drown: Bool) throws {
    for classes in [2, 5, 10, 1000] {
      let network = try NetworkSpec.named(name).withClasses(classes)
      #expect(network.biasesDrownImages == drown, "\(classes) classes")
    }
  }

  @Test(arguments: [
    (InitialValues.set(.paper), true), (.set(.caffe), false),
    // The text's biases above the weights of the released code, and larger ones.
    (.gaussian(deviation: 0.03), false), (.he, false), (.gaussian(deviation: 0.005), true),
  ])
  func theInitialValuesOfThePapersNetworkDecide(values: InitialValues, drown: Bool) {
    #expect(NetworkSpec.paper.with(initial: values).biasesDrownImages == drown)
  }

  @Test func aFileOfTheSameLayersIsSeenThrough() throws {
    var mine = NetworkSpec.paper
    mine.name = "mine"
    let read = try JSONDecoder().decode(NetworkSpec.self, from: JSONEncoder().encode(mine))
    #expect(read.biasesDrownImages)
    #expect(!read.with(activation: .tanh).biasesDrownImages)
    #expect(NetworkSpec.paper.with(activation: .tanh).initialSignal == nil)
  }

  /// Against an own calculation in Python of the same moments, and of these networks' figures.
  @Test func figuresAreThoseOfAnotherProgram() throws {
    for (network, signal) in [
      (NetworkSpec.paper, 0.012733), (.alexnet, 0.031129),
    ] {
      let mine = try #require(network.initialSignal)
      #expect(abs(mine / signal - 1) < 0.001, "\(network.name): \(mine)")
    }
  }

  /// A naive twin: a small network is drawn and shown random images.
  @Test func itIsWhatANetworkShows() throws {
    let layers = [(64, 120, 0.05, 1.0), (120, 120, 0.06, 0.5), (120, 120, 0.12, 0.1)]
    var generator = Generator()
    var images = (0..<120).map { _ in (0..<64).map { _ in 58 * generator.normal() } }
    for (inputs, outputs, deviation, bias) in layers {
      let weights = (0..<outputs).map { _ in
        (0..<inputs).map { _ in deviation * generator.normal() }
      }
      images = images.map { image in
        weights.map { row in max(0, zip(row, image).reduce(bias) { $0 + $1.0 * $1.1 }) }
      }
    }
    let means = (0..<120).map { unit in images.reduce(0) { $0 + $1[unit] } / 120 }
    let varying = images.reduce(0) { sum, image in
      sum + zip(image, means).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    let seen = (varying / 119 / means.reduce(0) { $0 + $1 * $1 }).squareRoot()

    func full(_ name: String, _ index: Int) -> LayerSpec {
      LayerSpec(
        name,
        .fullyConnected(
          FullyConnected(
            outputs: layers[index].1,
            initial: Initialization(
              .gaussian(deviation: layers[index].2), bias: layers[index].3))))
    }
    let network = NetworkSpec(
      name: "small", source: "a test", input: Shape(channels: 1, height: 8, width: 8),
      layers: [
        full("fc1", 0), LayerSpec("relu1", .activation(.relu)), full("fc2", 1),
        LayerSpec("relu2", .activation(.relu)), full("fc3", 2),
        LayerSpec("relu3", .activation(.relu)),
        LayerSpec(
          "fc4",
          .fullyConnected(FullyConnected(outputs: 2, initial: Initialization(.he)))),
      ])
    let expected = try #require(network.initialSignal)
    #expect(abs(seen / expected - 1) < 0.15, "\(seen) seen, \(expected) expected")
  }

  /// SplitMix64, and normal numbers as sums of twelve even ones.
  private struct Generator {
    var state: UInt64 = 7

    mutating func normal() -> Double {
      (0..<12).reduce(-6.0) { sum, _ in
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return sum + Double((z ^ (z >> 31)) >> 11) * 0x1p-53
      }
    }
  }
}
