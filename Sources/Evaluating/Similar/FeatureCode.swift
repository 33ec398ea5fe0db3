import Glibc

/// The features of an image as whole numbers from −127 to 127 times a scale, with the distance between them
/// and the exact features.
///
/// The search uses the codes, which need a quarter of the memory, to leave out all images that cannot be
/// among the nearest. By the triangle inequality, the distance of two images differs from the distance of
/// their codes by at most the sum of the two errors.
struct FeatureCode: Equatable {
  /// The largest magnitude of a number of a code.
  static let limit = 127

  /// The factor of the numbers.
  let scale: Float
  /// An upper bound of the Euclidean distance between the code and the exact features.
  let error: Float
  /// The sum of the squares of the numbers.
  let squares: Double

  init(scale: Float, error: Float, squares: Double) {
    self.scale = scale
    self.error = error
    self.squares = squares
  }

  /// Encodes features.
  /// - Parameters:
  ///   - features: The features, which must be finite.
  ///   - numbers: Receives the numbers, as many as there are features.
  init(_ features: UnsafeBufferPointer<Float>, numbers: UnsafeMutablePointer<Int8>) {
    let (scale, error, squares) = Self.encode(features, limit: Self.limit) { index, number in
      numbers[index] = Int8(truncatingIfNeeded: number)
    }
    self.init(scale: scale, error: error, squares: squares)
  }

  /// Rounds features to whole numbers times a scale.
  /// - Parameters:
  ///   - features: The features.
  ///   - limit: The largest magnitude of a number.
  ///   - store: Called with the index and the value of each number.
  static func encode(
    _ features: UnsafeBufferPointer<Float>, limit: Int, _ store: (Int, Int) -> Void
  ) -> (scale: Float, error: Float, squares: Double) {
    var largest: Float = 0
    for feature in features { largest = max(largest, abs(feature)) }
    let scale = largest / Float(limit)
    let inverse = scale > Float.leastNormalMagnitude ? 1 / scale : 0
    var (squares, error) = (0.0, 0.0)
    for (index, feature) in features.enumerated() {
      let number = max(-limit, min(limit, Int((feature * inverse).rounded())))
      store(index, number)
      squares += Double(number * number)
      let rest = Double(feature) - Double(scale) * Double(number)
      error += rest * rest
    }
    // The rounding of the sum and of the square root is far smaller than this factor.
    return (scale, Float(error.squareRoot() * (1 + 1e-6)).nextUp, squares)
  }
}

/// The features of a query with their code. Its numbers are larger than those of indexed images, so that
/// its error is small, but small enough for sums of 32 bits.
struct FeatureQuery {
  let features: [Float]
  /// The numbers of the code.
  private let numbers: [Int16]
  private let scale: Double
  /// An upper bound of the distance between the code and the exact features.
  private let error: Double
  /// The square of the code's length.
  private let squaredLength: Double

  init(_ features: [Float]) {
    self.features = features
    let limit = min(2047, Int(Int32.max) / (FeatureCode.limit * max(1, features.count)))
    var numbers = [Int16](repeating: 0, count: features.count)
    let code = features.withUnsafeBufferPointer { features in
      FeatureCode.encode(features, limit: max(1, limit)) { numbers[$0] = Int16($1) }
    }
    self.numbers = numbers
    scale = Double(code.scale)
    error = Double(code.error)
    squaredLength = scale * scale * code.squares
  }

  /// Returns bounds of the Euclidean distance between the query and an image.
  /// - Parameters:
  ///   - code: The code of the image.
  ///   - numbers: Its numbers.
  func bounds(_ code: FeatureCode, _ numbers: UnsafePointer<Int8>) -> (
    lower: Double, upper: Double
  ) {
    let factor = Double(code.scale)
    let length = factor * factor * code.squares
    let product = self.numbers.withUnsafeBufferPointer { Self.product($0, numbers) }
    let square = squaredLength - 2 * scale * factor * Double(product) + length
    let distance = max(0, square).squareRoot()
    // The last term covers the rounding of the sums in double precision, even of two equal codes.
    let margin = error + Double(code.error) + 1e-6 * (squaredLength + length).squareRoot()
    return (max(0, distance - margin), distance + margin)
  }

  /// Returns the exact distance from an image.
  func distance(_ features: UnsafeBufferPointer<Float>) -> Double {
    Self.distance(self.features, features)
  }

  /// Returns the Euclidean distance of two lists of features, summed in double precision.
  static func distance(
    _ one: [Float], _ other: UnsafeBufferPointer<Float>
  ) -> Double {
    var sum = 0.0
    for index in one.indices {
      let difference = Double(one[index]) - Double(other[index])
      sum += difference * difference
    }
    return sum.squareRoot()
  }

  /// The scalar product. The compiler vectorises this loop.
  private static func product(
    _ one: UnsafeBufferPointer<Int16>, _ other: UnsafePointer<Int8>
  ) -> Int32 {
    var sum: Int32 = 0
    for index in 0..<one.count { sum &+= Int32(one[index]) &* Int32(Int16(other[index])) }
    return sum
  }
}
