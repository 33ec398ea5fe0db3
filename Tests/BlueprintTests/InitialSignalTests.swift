import Blueprint
import Foundation
import Testing

/// The initial signal shows before the first step that the loss of a network will stay flat.
@Suite struct InitialSignalTests {
  @Test(arguments: [
    ("paper", true), ("alexnet", false), ("code-145", false), ("compact", false),
    ("compact-32", false), ("cifar-18", false), ("cifar-26", false), ("four-layer", false),
    ("torchvision", false), ("bvlc-alexnet", false), ("caffenet", false), ("code-147", false),
    ("code-148", false), ("code-150", false),
    ("cifar-11", false), ("cifar-13", false),
  ])
  func onlyThePaperPresetHasATooSmallSignal(name: String, outweigh: Bool) throws {
    for classes in [2, 5, 10, 1000] {
      let network = try NetworkSpec.named(name).withClasses(classes)
      #expect(network.biasesOutweighImages == outweigh, "\(classes) classes")
    }
  }

  @Test(arguments: [
    (InitialValues.set(.paper), true), (.set(.caffe), false),
    // The biases of the text with the weights of the released code, with larger and with smaller ones.
    (.gaussian(deviation: 0.03), false), (.he, false), (.gaussian(deviation: 0.005), true),
  ])
  func theSignalDependsOnTheInitialValues(values: InitialValues, outweigh: Bool) {
    #expect(NetworkSpec.paper.with(initial: values).biasesOutweighImages == outweigh)
  }

  @Test func theSignalDoesNotDependOnTheName() throws {
    var mine = NetworkSpec.paper
    mine.name = "mine"
    let read = try JSONDecoder().decode(NetworkSpec.self, from: JSONEncoder().encode(mine))
    #expect(read.biasesOutweighImages)
    #expect(!read.with(activation: .tanh).biasesOutweighImages)
    #expect(NetworkSpec.paper.with(activation: .tanh).initialSignal == nil)
  }

  /// The expected values come from a separate calculation of the same moments in Python.
  @Test func theSignalEqualsThatOfAnotherProgram() throws {
    for (network, signal) in [
      (NetworkSpec.paper, 0.012733), (.alexnet, 0.031129),
    ] {
      let mine = try #require(network.initialSignal)
      #expect(abs(mine / signal - 1) < 0.001, "\(network.name): \(mine)")
    }
  }

  /// The expected value is measured on a small random network with random images.
  @Test func theSignalEqualsThatOfARandomNetwork() throws {
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

  /// Random numbers by SplitMix64. A normal number is the sum of twelve uniform ones, minus six.
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
