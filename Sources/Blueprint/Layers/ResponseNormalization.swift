/// Local response normalisation: b = a / (k + α·Σ a²)^β. The sum is over the existing activations around
/// each one.
///
/// α is the factor of the sum. It is *not* divided by the number of terms, unlike in cuda-convnet, Caffe,
/// PyTorch and oneDNN.
public struct ResponseNormalization: Hashable, Codable, Sendable {
  /// The activations in a sum.
  public enum Region: String, Hashable, Codable, Sendable, CaseIterable {
    /// `size` adjacent maps at the same position (paper, section 3.3).
    case acrossMaps
    /// A window of `size`×`size` cells in the same map.
    case sameMap
  }
  /// The activations in a sum.
  public var region: Region
  /// The number of maps, or the side of the window in cells; an odd number.
  public var size: Int
  /// The factor α of the sum.
  public var alpha: Double
  /// The exponent β.
  public var beta: Double
  /// The constant k.
  public var k: Double
  /// The number of groups of maps, for sums across maps; a sum stays within its group. 2 is the paper's split
  /// over two GPUs.
  public var groups: Int

  /// Creates a normalisation with the paper's constants, except for those given: n = 5, α = 1e-4, β = 0.75, k = 2.
  public init(
    _ region: Region = .acrossMaps, size: Int = 5, alpha: Double = 1e-4, beta: Double = 0.75,
    k: Double = 2, groups: Int = 1
  ) {
    self.region = region
    self.size = size
    self.alpha = alpha
    self.beta = beta
    self.k = k
    self.groups = groups
  }
}

extension ResponseNormalization {
  /// Returns cuda-convnet's normalisation within a map, with the constants of its 18% recipe by default.
  /// - Parameters:
  ///   - size: The side of the window in cells; an odd number.
  ///   - scale: α times the cells of a whole window, also at the border.
  ///   - beta: The exponent β.
  ///   - k: The constant k.
  public static func sameMap(
    size: Int = 3, scale: Double = 5e-5, beta: Double = 0.75, k: Double = 1
  ) -> ResponseNormalization {
    ResponseNormalization(
      .sameMap, size: size, alpha: scale / Double(size * size), beta: beta, k: k)
  }
}
