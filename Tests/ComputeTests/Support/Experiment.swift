import Blueprint
import COneDNN

@testable import Compute

/// A network with random images, labels and biases, and the values from which naive code computes
/// the same.
struct Experiment {
  let network: Network
  private(set) var images: Volume
  private(set) var labels: [Int32] = []
  private let contrast: Double
  private var random: Noise

  /// - Parameter spec: A specification that replaces that of the small network.
  init(
    _ small: SmallNetwork, spec: NetworkSpec? = nil, threads: Int = 2, seed: UInt64 = 1,
    precision: Precision = .fp32, widensBFloat16: Bool = Engine.hasSlowBFloat16
  ) throws {
    let spec = spec ?? small.spec
    contrast = small.contrast
    random = Noise(seed: seed)
    network = try Network(
      spec, layout: spec.layout(), batch: small.batch, seed: seed, precision: precision,
      on: Engine(threads: threads, widensBFloat16: widensBFloat16))
    images = Volume(images: small.batch, shape: spec.input)
    // Different biases, so that a wrong order is visible.
    for biases in network.parameters where biases.isBias {
      try biases.write(biases.count.of { Float(random.next(in: -0.2...0.2)) })
    }
    draw()
  }

  /// Draws new images and labels. The last `missing` images of the batch have no label.
  mutating func draw(missing: Int = 0) {
    for i in images.values.indices {
      // Rounded to a Float, so that both networks have the same input.
      let value = Float(random.next(in: -contrast...contrast))
      images.values[i] = Double(value)
      network.input.elements[i] = value
    }
    labels = (network.batch - missing).of {
      Int32(random.next(in: 0...Double(network.spec.classes)).rounded(.down))
        % Int32(network.spec.classes)
    }
    network.setLabels(labels)
  }

  var logits: [Float] { Array(network.parametricOutputs.last!.tensor.elements) }

  /// Returns one quantity of all parameters, row by row.
  func read(_ quantity: Parameter.Quantity) throws -> [[Float]] {
    try network.parameters.map { try $0.read(quantity) }
  }

  /// Returns the factors of the network's dropout layers at a step.
  ///
  /// Masks are drawn in the order of memory. That is the order of the layer with parameters before,
  /// because the layers between them keep it.
  func masks(_ knobs: Knobs, seed: UInt64 = 1, step: Int) throws -> ReferenceNetwork.Masks {
    guard knobs.dropout > 0 else { return [:] }
    var masks: ReferenceNetwork.Masks = [:]
    var source: Tensor?
    for (index, entry) in network.layout.enumerated() {
      if entry.spec.hasParameters {
        source = network.parametricOutputs.first { $0.layer == entry.spec.name }!.tensor
      } else if case .pooling = entry.spec.kind {
        source = nil
      } else if case .dropout = entry.spec.kind {
        guard let source else { preconditionFailure("a pooling can change the order") }
        masks[index] = try source.layout.rowByRow(
          NaivePhilox.mask(
            count: source.count, probability: knobs.dropout, seed: seed, step: step, layer: index),
          dimensions: source.layout.rank == 4
            ? [network.batch, entry.input.channels, entry.input.height, entry.input.width]
            : [network.batch, entry.input.count],
          on: network.engine)
      }
    }
    return masks
  }
}

extension TensorLayout {
  /// Returns numbers that are in the order of this layout, row by row.
  func rowByRow(_ numbers: [Double], dimensions: [Int], on engine: Engine) throws -> [Double] {
    let blocked = try Tensor(self, on: engine)
    _ = blocked.elements.update(fromContentsOf: numbers.map(Float.init))
    let plain = try Tensor(.plain(dimensions), on: engine)
    try Operation.reorder(blocked, to: plain, on: engine).run()
    return plain.elements.map(Double.init)
  }
}

/// The random generator SplitMix64 (Steele et al. 2014).
struct Noise: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func next(in range: ClosedRange<Double>) -> Double {
    Double.random(in: range, using: &self)
  }
}

extension Int {
  /// Returns an array of this many elements.
  func of<T>(_ make: () throws -> T) rethrows -> [T] { try (0..<self).map { _ in try make() } }
}

/// Returns ‖a − b‖ / ‖b‖, the error of all numbers together: a number that is small by cancellation
/// counts no more than it does in a step. The result is finite only if all numbers are.
func distance(_ a: [some BinaryFloatingPoint], _ b: [Double]) -> Double {
  precondition(a.count == b.count)
  let error = norm(zip(a, b).map { Double($0) - $1 })
  return error == 0 ? 0 : error / norm(b)
}

func norm(_ numbers: [some BinaryFloatingPoint]) -> Double {
  numbers.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
}

extension od_word_rows {
  /// The words of a batch that no other rank has a part of.
  static func whole(_ count: Int) -> od_word_rows {
    od_word_rows(first: 0, row: count, stride: count)
  }
}
