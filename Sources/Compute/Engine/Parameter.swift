import Blueprint
import COneDNN

/// The weights or the biases of a layer.
public final class Parameter {
  /// The name of the layer.
  public let layer: String
  /// The dimensions in row-major order, as in `LayerLayout.parameterShapes`; the outputs of groups are one
  /// after another. They are those of the whole parameter, also if this process has only a part of the outputs.
  public let shape: [Int]
  /// True for biases, false for weights.
  public let isBias: Bool
  /// The outputs that this process has: all, or those of its part of the network.
  public let outputs: Range<Int>
  /// One piece, or one for each group of a fully-connected layer.
  let pieces: [Piece]
  /// The factor of the learning rate.
  let rateFactor: Double
  /// The factor of the weight decay.
  let decayFactor: Double
  /// The factor of the learning rate by the schedule, beside the rate of the run. With 0 the parameter is not
  /// updated, and its momentum buffer stays: the released code skips parameters whose rate is 0
  /// (`src/weights.cu`).
  public var scheduleFactor = 1.0

  init(
    layer: String, shape: [Int], isBias: Bool, outputs: Range<Int>? = nil, pieces: [Piece],
    rateFactor: Double, decayFactor: Double
  ) {
    self.layer = layer
    self.shape = shape
    self.isBias = isBias
    self.outputs = outputs ?? 0..<shape[0]
    self.pieces = pieces
    self.rateFactor = rateFactor
    self.decayFactor = decayFactor
  }

  /// The three arrays of a parameter.
  public enum Quantity {
    /// The weights or biases.
    case values
    /// The gradient of the last backward pass.
    case gradient
    /// The momentum buffer, which is the last update.
    case momentumBuffer
  }

  /// The name in checkpoints: that of the layer with `.weight` or `.bias`, such as `conv1.weight`.
  public var name: String { layer + (isBias ? ".bias" : ".weight") }
  /// The count of values of the whole parameter.
  public var count: Int { shape.reduce(1, *) }
  /// True if each process has its own part of the values.
  var isDivided: Bool { outputs.count < shape[0] }
  /// The values that this process has, among those of the whole parameter in row-major order.
  public var part: Range<Int> {
    let length = shape[1...].reduce(1, *)
    return outputs.lowerBound * length..<outputs.upperBound * length
  }

  /// Updates the values by one step of momentum SGD with weight decay (paper, section 5).
  /// - Parameter localFactor: The factor of this parameter's learning rate by LARS; 1 without LARS.
  func update(_ knobs: Knobs, localFactor: Double = 1) {
    guard scheduleFactor > 0 else { return }
    let rate = Float(knobs.rate * rateFactor * scheduleFactor * localFactor)
    for piece in pieces {
      od_sgd(
        piece.values.floats, piece.momentumBuffer.floats, piece.gradient.floats,
        piece.values.count, rate, Float(knobs.momentum), Float(knobs.decay * decayFactor))
    }
  }

  /// Returns the factor of this parameter's learning rate by LARS. The norms are those of the whole parameter.
  func localFactor(_ lars: LARS, _ knobs: Knobs, among part: NetworkPart? = nil) -> Double {
    guard !isBias else { return lars.biasFactor }
    var squares = [sumOfSquares(.values), sumOfSquares(.gradient)]
    if isDivided, let part { squares = part.sums(of: squares) }
    return lars.factor(
      weights: squares[0].squareRoot(), gradient: squares[1].squareRoot(),
      decay: knobs.decay * decayFactor)
  }

  /// Returns a row-major copy of one quantity: the part of it that this process has.
  ///
  /// - Throws: ``ComputeError`` if memory is missing.
  public func read(_ quantity: Quantity) throws(ComputeError) -> [Float] {
    var numbers: [Float] = []
    for piece in pieces { numbers += try piece.read(quantity) }
    return numbers
  }

  /// Replaces one quantity by row-major numbers.
  ///
  /// - Parameters:
  ///   - numbers: The numbers of the whole parameter, of which this process takes its part, or that part
  ///     alone.
  ///   - quantity: The quantity to replace.
  /// - Throws: ``ComputeError`` if memory is missing.
  public func write(
    _ numbers: [Float], to quantity: Quantity = .values
  ) throws(ComputeError) {
    precondition(
      numbers.count == count || numbers.count == part.count,
      "\(layer) has \(count) numbers, not \(numbers.count)")
    var rest = numbers.count == count ? numbers[part] : numbers[...]
    for piece in pieces {
      try piece.write(rest.prefix(piece.count), to: quantity)
      rest = rest.dropFirst(piece.count)
    }
  }

  /// Draws the values from a normal distribution.
  ///
  /// - Parameters:
  ///   - weights: The distribution.
  ///   - fanIn: The number of inputs of one output.
  ///   - seed: The seed of the run.
  ///   - stream: A number that differs for each parameter of a network.
  func initialize(
    _ weights: Initialization.Weights, fanIn: Int, seed: UInt64, stream: UInt64
  ) throws(ComputeError) {
    let deviation =
      switch weights {
      case .gaussian(let deviation): deviation
      case .he: (2 / Double(fanIn)).squareRoot()
      }
    let part = part
    var numbers = Array(repeating: Float(0), count: part.count)
    od_gaussian(&numbers, part.lowerBound, part.count, seed, stream, Float(deviation))
    try write(numbers)
  }

  func fill(_ value: Double) {
    for piece in pieces { piece.values.elements.update(repeating: Float(value)) }
  }

  /// Returns Σ x² of one quantity.
  func sumOfSquares(_ quantity: Quantity) -> Double {
    pieces.reduce(0) { $0 + od_sum_of_squares($1[quantity].floats, $1[quantity].count) }
  }
}

extension Parameter {
  /// The values, the gradient and the momentum buffer of all outputs or of one group's.
  ///
  /// All three have the layout in which oneDNN computes the gradient, so that an update is one pass
  /// over three arrays. A network that only evaluates has the values alone, in the layout and the type of
  /// the forward pass.
  final class Piece {
    let values: Tensor
    /// The gradient and the momentum buffer; `nil` in a network that only evaluates.
    private let training: (gradient: Tensor, momentumBuffer: Tensor)?
    /// The row-major dimensions in oneDNN's order: with the groups in front, or folded.
    let dimensions: [Int]
    /// The folding of the numbers; `nil` if they are not folded.
    let fold: KernelFold?
    /// The layout in which the numbers are read and written: the order of the parameter's shape.
    let rows: TensorLayout
    let engine: Engine

    /// Creates a piece whose numbers are 0.
    ///
    /// - Parameters:
    ///   - dimensions: The dimensions in oneDNN's order.
    ///   - layout: The layout in memory.
    ///   - fold: The folding of the numbers.
    ///   - rows: The layout in which the numbers are read and written; `nil` for the order of the dimensions.
    ///   - isTrained: False in a network that only evaluates.
    ///   - engine: The engine of this thread.
    init(
      _ dimensions: [Int], layout: TensorLayout, fold: KernelFold? = nil,
      rows: TensorLayout? = nil, isTrained: Bool = true, on engine: Engine
    ) throws(ComputeError) {
      self.dimensions = dimensions
      self.fold = fold
      self.rows = rows ?? .plain(dimensions)
      self.engine = engine
      values = try Tensor(layout, on: engine)
      training =
        isTrained ? (try Tensor(layout, on: engine), try Tensor(layout, on: engine)) : nil
    }

    var gradient: Tensor { trained.gradient }
    /// v in v ← m·v − d·ε·w − ε·∂L/∂w, with momentum m and weight decay d (0.9 and 0.0005 in the paper).
    var momentumBuffer: Tensor { trained.momentumBuffer }

    private var trained: (gradient: Tensor, momentumBuffer: Tensor) {
      guard let training else {
        preconditionFailure("a network that only evaluates has no gradient")
      }
      return training
    }

    subscript(quantity: Quantity) -> Tensor {
      switch quantity {
      case .values: values
      case .gradient: gradient
      case .momentumBuffer: momentumBuffer
      }
    }

    /// The count of numbers without padding and folding.
    var count: Int { fold?.count ?? dimensions.reduce(1, *) }

    func read(_ quantity: Quantity) throws(ComputeError) -> [Float] {
      let copy = try Tensor(rows, on: engine)
      try Operation.reorder(self[quantity], to: copy, on: engine).run()
      // The numbers belong to the tensor, whose last use would otherwise be before they are copied.
      return withExtendedLifetime(copy) {
        fold?.unfolded(copy.elements) ?? Array(copy.elements)
      }
    }

    func write(_ numbers: ArraySlice<Float>, to quantity: Quantity) throws(ComputeError) {
      let copy = try Tensor(rows, on: engine)
      _ = copy.elements.update(fromContentsOf: fold?.folded(numbers) ?? Array(numbers))
      try Operation.reorder(copy, to: self[quantity], on: engine).run()
    }
  }
}
