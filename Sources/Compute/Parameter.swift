import Blueprint
import COneDNN

/// Weights or biases that learn: values, gradient and the last update, all in the layout in which
/// oneDNN gives the gradient, so that an update is one pass over three arrays.
public final class Parameter {
  public let layer: String
  /// Row-major, as others know it: `[outputs, inputs, kernel, kernel]` with the groups' outputs one
  /// after the other, `[outputs, inputs]`, or `[outputs]`.
  public let shape: [Int]
  let values: Tensor
  let gradient: Tensor
  /// v in v ← 0.9·v − 0.0005·ε·w − ε·∂L/∂w: what the last step added.
  let velocity: Tensor
  /// The shape with the groups apart, as oneDNN counts.
  let plainDimensions: [Int]
  /// What the knobs' rate and decay are multiplied by.
  let rateFactor: Double
  let decayFactor: Double
  private var plain: Layout { .plain(plainDimensions) }
  private let engine: Engine

  init(
    layer: String, shape: [Int], plainDimensions: [Int], layout: Layout, rateFactor: Double,
    decayFactor: Double, on engine: Engine
  ) throws(ComputeError) {
    self.layer = layer
    self.shape = shape
    self.plainDimensions = plainDimensions
    self.rateFactor = rateFactor
    self.decayFactor = decayFactor
    self.engine = engine
    values = try Tensor(layout, on: engine)
    gradient = try Tensor(layout, on: engine)
    velocity = try Tensor(layout, on: engine)
  }

  public var count: Int { shape.reduce(1, *) }

  /// One step of momentum SGD with weight decay (paper, section 5), at this parameter's own rate
  /// and decay.
  func update(_ knobs: Knobs) {
    od_sgd(
      values.floats, velocity.floats, gradient.floats, values.count,
      Float(knobs.rate * rateFactor), Float(knobs.momentum), Float(knobs.decay * decayFactor))
  }

  public enum Part { case values, gradient, velocity }

  /// Row-major copy of one of the three.
  public func read(_ part: Part) throws(ComputeError) -> [Float] {
    let copy = try Tensor(plain, on: engine)
    try Operation.reorder(tensor(part), to: copy, on: engine).run()
    return Array(copy.elements)
  }

  /// Replaces one of the three from row-major numbers.
  public func write(_ numbers: [Float], to part: Part = .values) throws(ComputeError) {
    precondition(numbers.count == count, "\(layer) has \(count) numbers, not \(numbers.count)")
    let copy = try Tensor(plain, on: engine)
    _ = copy.elements.update(fromContentsOf: numbers)
    try Operation.reorder(copy, to: tensor(part), on: engine).run()
  }

  /// Draws the values; `stream` tells parameters of one network apart.
  func initialize(
    _ weights: Initialization.Weights, fanIn: Int, seed: UInt64, stream: UInt64
  ) throws(ComputeError) {
    let deviation =
      switch weights {
      case .gaussian(let deviation): deviation
      case .he: (2 / Double(fanIn)).squareRoot()
      }
    let copy = try Tensor(plain, on: engine)
    od_gaussian(copy.floats, count, seed, stream, Float(deviation))
    try Operation.reorder(copy, to: values, on: engine).run()
  }

  func fill(_ value: Double) { values.elements.update(repeating: Float(value)) }

  /// Σ x² over one of the three.
  func sumOfSquares(_ part: Part) -> Double {
    let tensor = tensor(part)
    return od_sum_of_squares(tensor.floats, tensor.count)
  }

  private func tensor(_ part: Part) -> Tensor {
    switch part {
    case .values: values
    case .gradient: gradient
    case .velocity: velocity
    }
  }
}
