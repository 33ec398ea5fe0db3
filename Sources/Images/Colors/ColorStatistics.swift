/// The mean and the covariance of the colours of a set of images, in grey levels 0…255.
public struct ColorStatistics: Hashable, Sendable {
  /// The mean red, green and blue.
  public var mean: SIMD3<Double>
  /// The three rows of the covariance matrix.
  public var covariance: [SIMD3<Double>]

  /// Creates statistics from a mean and the three rows of a covariance matrix.
  public init(mean: SIMD3<Double>, covariance: [SIMD3<Double>]) {
    precondition(covariance.count == 3, "the covariance of three colours has three rows")
    self.mean = mean
    self.covariance = covariance
  }

  /// The standard deviations of red, green and blue.
  public var deviation: SIMD3<Double> {
    SIMD3(covariance[0].x, covariance[1].y, covariance[2].z).squareRoot()
  }

  /// A principal component: an eigenvector of the covariance with its eigenvalue.
  public struct PrincipalComponent: Hashable, Sendable {
    /// The eigenvalue, which is the variance along the direction.
    public var variance: Double
    /// The eigenvector, of length 1; its element of largest magnitude is positive.
    public var direction: SIMD3<Double>
  }

  /// The principal components in the order of decreasing variance, by Jacobi rotations.
  public var components: [PrincipalComponent] {
    var matrix = covariance
    var vectors: [SIMD3<Double>] = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    // Convergence is quadratic, so that far fewer sweeps would be enough.
    for _ in 0..<16 {
      for (p, q) in [(0, 1), (0, 2), (1, 2)] where matrix[p][q] != 0 {
        Self.rotate(&matrix, &vectors, p, q)
      }
    }
    return (0..<3).map { index in
      let vector = SIMD3(vectors[0][index], vectors[1][index], vectors[2][index])
      let largest = vector.max() >= -vector.min() ? vector.max() : vector.min()
      return PrincipalComponent(
        variance: max(0, matrix[index][index]), direction: largest < 0 ? -vector : vector)
    }.sorted { $0.variance > $1.variance }
  }

  /// Rotates the matrix so that its element at (p, q) becomes 0.
  private static func rotate(
    _ matrix: inout [SIMD3<Double>], _ vectors: inout [SIMD3<Double>], _ p: Int, _ q: Int
  ) {
    let slope = (matrix[q][q] - matrix[p][p]) / (2 * matrix[p][q])
    let tangent = (slope < 0 ? -1 : 1) / (abs(slope) + (slope * slope + 1).squareRoot())
    let cosine = 1 / (tangent * tangent + 1).squareRoot()
    let sine = tangent * cosine
    for row in 0..<3 {
      let (a, b) = (matrix[row][p], matrix[row][q])
      matrix[row][p] = cosine * a - sine * b
      matrix[row][q] = sine * a + cosine * b
      let (c, d) = (vectors[row][p], vectors[row][q])
      vectors[row][p] = cosine * c - sine * d
      vectors[row][q] = sine * c + cosine * d
    }
    let (upper, lower) = (matrix[p], matrix[q])
    matrix[p] = cosine * upper - sine * lower
    matrix[q] = sine * upper + cosine * lower
  }
}
