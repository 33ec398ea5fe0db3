import Blueprint

/// The computation of one activation for an image, in the numbers that the network has used.
///
/// The operations begin with the one that computes the activation. Those of the layers after it follow, in
/// the network's order, up to the next layer with parameters.
public struct CellFormula: Equatable, Codable, Sendable {
  /// The request that this formula answers.
  public var cell: CellChoice
  /// The operations in the order in which they are applied.
  public var operations: [CellOperation] = []
  /// A sentence with the reason for which there is no formula; `nil` if there is one.
  public var problem: String?

  /// Creates the answer to a request, without operations.
  public init(_ cell: CellChoice, problem: String? = nil) {
    self.cell = cell
    self.problem = problem
  }

  /// Decodes a formula.
  /// - Throws: `DecodingError` if numbers do not fill their shape, or if a place or a size is out of range.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    cell = try container.decode(CellChoice.self, forKey: .cell)
    operations = try container.decode([CellOperation].self, forKey: .operations)
    problem = try container.decodeIfPresent(String.self, forKey: .problem)
    guard isComplete else {
      throw DecodingError.dataCorruptedError(
        forKey: .operations, in: container, debugDescription: "numbers do not fill their shape")
    }
  }
}

/// One operation of a formula.
public struct CellOperation: Equatable, Codable, Sendable {
  /// The name of the layer.
  public var layer: String
  /// The place of the result in the layer's output.
  public var place: CellPlace
  /// The network's own result. `nil` if the network does not keep it, because it computes this operation
  /// together with the activation function that follows.
  public var result: Float?
  /// The operation with its numbers.
  public var work: Work

  /// An operation with its numbers.
  public enum Work: Equatable, Codable, Sendable {
    /// The sum over a patch of the input.
    case patch(PatchSum)
    /// The sum over many inputs, of which only the largest terms are known one by one.
    case terms(TermSum)
    /// An activation function of a value.
    case activation(Activation, of: Float?)
    /// Local response normalisation.
    case normalization(NormalizedCell)
    /// The windows of a pooling.
    case pooling(PooledCell)
    /// Dropout of a value, with the probability with which training sets it to 0.
    case dropout(probability: Double, of: Float)
    /// The softmax over the scores of all classes.
    case softmax(SoftmaxCell)
  }

  /// Creates an operation.
  public init(layer: String, place: CellPlace, result: Float?, work: Work) {
    self.layer = layer
    self.place = place
    self.result = result
    self.work = work
  }
}

extension Activation {
  /// Returns the value of the function in double precision.
  public func value(of x: Double) -> Double {
    switch self {
    // NaN stays NaN.
    case .relu: x < 0 ? 0 : x
    case .tanh: x.hyperbolicTangent
    }
  }
}

/// The softmax of one score.
public struct SoftmaxCell: Equatable, Codable, Sendable {
  /// The score of the class.
  public var score: Float
  /// The largest score of all classes. It is subtracted, so that no exponential is too large.
  public var largest: Float
  /// Σ exp(score − largest) over all classes.
  public var sum: Double
  /// The number of classes.
  public var classes: Int
  /// The network's probability of the class, 0…1.
  public var probability: Double

  /// Creates the softmax of a score among those of all classes.
  /// - Parameters:
  ///   - index: The number of the class.
  ///   - scores: The scores of all classes.
  ///   - probability: The network's probability of the class.
  public init(of index: Int, in scores: [Float], probability: Double) {
    let largest = scores.max() ?? 0
    score = scores[index]
    self.largest = largest
    sum = scores.reduce(0) { $0 + (Double($1) - Double(largest)).exponential }
    classes = scores.count
    self.probability = probability
  }

  /// exp(score − largest)
  public var exponential: Double { (Double(score) - Double(largest)).exponential }
  /// The quotient of the exponential and the sum.
  public var quotient: Double { exponential / sum }
}
