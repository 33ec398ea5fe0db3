import Blueprint

/// A sum of many products and a bias: its largest terms one by one, and the rest as one number.
public struct TermSum: Equatable, Codable, Sendable {
  /// The number of terms that are sent one by one.
  public static let shownTerms = 64

  /// A product of an input and its weight.
  public struct Term: Equatable, Codable, Sendable {
    /// The number of the input among the elements of ``TermSum/input``.
    public var index: Int
    /// The input.
    public var input: Float
    /// The weight.
    public var weight: Float

    /// The product, which is exact in double precision.
    public var product: Double { Double(input) * Double(weight) }

    /// Creates a term.
    public init(index: Int, input: Float, weight: Float) {
      self.index = index
      self.input = input
      self.weight = weight
    }
  }

  /// The shape of the layer's input, whose elements have the numbers of the terms.
  public var input: Shape
  /// The number of products.
  public var count: Int
  /// The largest terms that are not 0, in falling order of their absolute values.
  public var largest: [Term]
  /// The sum of all other products.
  public var rest: Double
  /// The bias.
  public var bias: Float
  /// The sum of the absolute values of all terms, to which the rounding of `total` is proportional.
  public var magnitude: Double
  /// The number of products that are not 0.
  public var active: Int

  /// Finds the largest terms of a sum.
  /// - Parameters:
  ///   - inputs: The inputs.
  ///   - weights: The weight of each input.
  ///   - bias: The bias.
  ///   - shape: The shape of the layer's input.
  ///   - index: The number of each input in that shape, from its position in `inputs`; `nil` for an input in
  ///     the padding.
  public init(
    of inputs: some RandomAccessCollection<Float>, _ weights: [Float], bias: Float,
    input shape: Shape, index: (Int) -> Int?
  ) {
    precondition(inputs.count == weights.count, "each input has a weight")
    count = weights.count
    input = shape
    self.bias = bias
    var terms: [Term] = []
    for (position, (input, weight)) in zip(inputs, weights).enumerated() {
      guard let index = index(position), input != 0 || !weight.isFinite else { continue }
      terms.append(Term(index: index, input: input, weight: weight))
    }
    terms.removeAll { $0.product == 0 }
    active = terms.count
    magnitude = terms.reduce(abs(Double(bias))) { $0 + abs($1.product) }
    terms.sort { Self.isLarger($0, $1) }
    largest = Array(terms.prefix(Self.shownTerms))
    rest = terms.dropFirst(Self.shownTerms).reduce(0) { $0 + $1.product }
  }

  /// Returns true if a term is before another one. Products that are not numbers come first: they are the
  /// reason for a result that is not a number.
  private static func isLarger(_ a: Term, _ b: Term) -> Bool {
    let (first, second) = (abs(a.product), abs(b.product))
    if first.isNaN || second.isNaN {
      return (first.isNaN ? 0 : 1, a.index) < (second.isNaN ? 0 : 1, b.index)
    }
    return (second, a.index) < (first, b.index)
  }

  /// The sum of all products, without the bias.
  public var sum: Double { largest.reduce(rest) { $0 + $1.product } }
  /// The sum of all products and the bias.
  public var total: Double { sum + Double(bias) }
}
