import Blueprint
import COneDNN

/// Weights or biases that learn. They lie in one piece, or in one for each column of their layer.
public final class Parameter {
  public let layer: String
  /// Row-major, as others know it: `[outputs, inputs, kernel, kernel]` with the groups' outputs one
  /// after the other, `[outputs, inputs]`, or `[outputs]`.
  public let shape: [Int]
  let pieces: [Piece]
  /// What the knobs' rate and decay are multiplied by.
  let rateFactor: Double
  let decayFactor: Double

  init(
    layer: String, shape: [Int], pieces: [Piece], rateFactor: Double, decayFactor: Double
  ) {
    self.layer = layer
    self.shape = shape
    self.pieces = pieces
    self.rateFactor = rateFactor
    self.decayFactor = decayFactor
  }

  /// Values, gradient and the last update of some outputs, all in the layout in which oneDNN gives
  /// the gradient, so that an update is one pass over three arrays.
  final class Piece {
    let values: Tensor
    let gradient: Tensor
    /// v in v ← 0.9·v − 0.0005·ε·w − ε·∂L/∂w: what the last step added.
    let velocity: Tensor
    /// Row-major, as oneDNN counts: with the groups apart, or folded.
    let dimensions: [Int]
    /// How the numbers are folded, when they are.
    let fold: Fold?
    private let engine: Engine

    init(
      _ dimensions: [Int], layout: Layout, fold: Fold? = nil, on engine: Engine
    ) throws(ComputeError) {
      self.dimensions = dimensions
      self.fold = fold
      self.engine = engine
      values = try Tensor(layout, on: engine)
      gradient = try Tensor(layout, on: engine)
      velocity = try Tensor(layout, on: engine)
    }

    subscript(part: Part) -> Tensor {
      switch part {
      case .values: values
      case .gradient: gradient
      case .velocity: velocity
      }
    }

    /// Row-major, and not folded.
    var count: Int { fold?.count ?? dimensions.reduce(1, *) }

    func read(_ part: Part) throws(ComputeError) -> [Float] {
      let copy = try Tensor(.plain(dimensions), on: engine)
      try Operation.reorder(self[part], to: copy, on: engine).run()
      return fold?.unfolded(copy.elements) ?? Array(copy.elements)
    }

    func write(_ numbers: ArraySlice<Float>, to part: Part) throws(ComputeError) {
      let copy = try Tensor(.plain(dimensions), on: engine)
      _ = copy.elements.update(fromContentsOf: fold?.folded(numbers) ?? Array(numbers))
      try Operation.reorder(copy, to: self[part], on: engine).run()
    }
  }

  public var count: Int { shape.reduce(1, *) }

  /// One step of momentum SGD with weight decay (paper, section 5), at this parameter's own rate
  /// and decay.
  func update(_ knobs: Knobs) {
    for piece in pieces {
      od_sgd(
        piece.values.floats, piece.velocity.floats, piece.gradient.floats, piece.values.count,
        Float(knobs.rate * rateFactor), Float(knobs.momentum), Float(knobs.decay * decayFactor))
    }
  }

  public enum Part { case values, gradient, velocity }

  /// Row-major copy of one of the three.
  public func read(_ part: Part) throws(ComputeError) -> [Float] {
    var numbers: [Float] = []
    for piece in pieces { numbers += try piece.read(part) }
    return numbers
  }

  /// Replaces one of the three from row-major numbers.
  public func write(_ numbers: [Float], to part: Part = .values) throws(ComputeError) {
    precondition(numbers.count == count, "\(layer) has \(count) numbers, not \(numbers.count)")
    var rest = numbers[...]
    for piece in pieces {
      try piece.write(rest.prefix(piece.count), to: part)
      rest = rest.dropFirst(piece.count)
    }
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
    var numbers = Array(repeating: Float(0), count: count)
    od_gaussian(&numbers, count, seed, stream, Float(deviation))
    try write(numbers)
  }

  func fill(_ value: Double) {
    for piece in pieces { piece.values.elements.update(repeating: Float(value)) }
  }

  /// Σ x² over one of the three.
  func sumOfSquares(_ part: Part) -> Double {
    pieces.reduce(0) { $0 + od_sum_of_squares($1[part].floats, $1[part].count) }
  }
}
