/// The choice of a map of the regions of an image that the network looks at.
public struct AttributionRequest: Hashable, Codable, Sendable {
  /// The way in which a map is computed.
  public enum Method: String, Codable, Sendable, CaseIterable {
    /// The probability of the class while a square covers a part of the image (Zeiler and Fergus 2014,
    /// section 4.2).
    case occlusion
    /// The class activation map from the gradient at the last convolution (Selvaraju et al. 2017, section 3).
    case gradCAM
  }

  /// The class of a map.
  public enum Target: String, Codable, Sendable, CaseIterable {
    /// The label of the image; the most probable class of an image without a label.
    case label
    /// The most probable class of the whole image.
    case mostProbable
  }

  /// The method.
  public var method: Method
  /// The class.
  public var target: Target

  /// Creates a request.
  public init(_ method: Method, target: Target = .label) {
    self.method = method
    self.target = target
  }
}

/// A map of the regions of an image that the network looks at, for one class.
///
/// The values of an occlusion map are probabilities, 0…1: where they are low, the network needs the covered
/// part. It is computed in parts, while the network trains, so its positions can be of different steps; the
/// first pass over the image fills it, and each further one renews it. The values of a Grad-CAM are at least 0:
/// where they are high, the region raises the score of the class.
public struct AttributionMap: Equatable, Codable, Sendable {
  /// The request that this map answers.
  public var request: AttributionRequest
  /// The class.
  public var label = 0
  /// The probability of the class for the whole image, 0…1.
  public var probability = 0.0
  /// The centres of the map's columns in the image, in pixels from its left edge.
  public var columns: [Float] = []
  /// The centres of the map's rows in the image, in pixels from its upper edge.
  public var rows: [Float] = []
  /// The values, `[rows, columns]`. While the first pass fills the map, these are the first values.
  public var values: [Float] = []
  /// The number of positions that the present pass over the image has evaluated.
  public var evaluated = 0
  /// The step of the oldest value.
  public var firstStep = 0
  /// The step of the latest value.
  public var lastStep = 0
  /// The side of the square in pixels; `nil` for a Grad-CAM.
  public var side: Int?
  /// The name of the last convolution; `nil` for an occlusion map.
  public var layer: String?
  /// A sentence with the reason for which there is no map; `nil` if there is one.
  public var problem: String?

  /// Creates the answer to a request, with all other values empty.
  public init(_ request: AttributionRequest, problem: String? = nil) {
    self.request = request
    self.problem = problem
  }

  /// The reason for which a network whose parts are in several processes has no map.
  public static let divided =
    "This network is divided among several processes, so it has no such map. A checkpoint has one after the "
    + "run's end."

  /// The number of values of the whole map.
  public var positions: Int { rows.count * columns.count }
  /// True if every position has a value.
  public var isComplete: Bool { problem != nil || values.count == positions }
  /// The smallest and the largest finite value; `nil` without one.
  public var range: ClosedRange<Float>? {
    let finite = values.filter(\.isFinite)
    guard let least = finite.min(), let greatest = finite.max() else { return nil }
    return least...greatest
  }
}

extension AttributionMap {
  /// Returns the map scaled to an image: bilinear between the centres of the positions, and constant outside of
  /// them. The values of centres at equal distances are those of PyTorch's `interpolate` with `bilinear`.
  /// - Parameters:
  ///   - width: The number of pixels in a row, which fill the width of the image.
  ///   - height: The number of rows, which fill the height of the image.
  ///   - image: The size of the image in the pixels of `columns` and `rows`.
  /// - Returns: `[height, width]`; not a number where a position has no finite value yet.
  public func scaled(
    width: Int, height: Int, of image: (width: Int, height: Int)
  ) -> [Float] {
    let across = Self.places(width, of: image.width, among: columns)
    let down = Self.places(height, of: image.height, among: rows)
    guard across.count == width, down.count == height else {
      return Array(repeating: .nan, count: width * height)
    }
    func value(_ row: Int, _ column: Int) -> Float {
      let position = row * columns.count + column
      return position < values.count && values[position].isFinite ? values[position] : .nan
    }
    var scaled: [Float] = []
    scaled.reserveCapacity(width * height)
    for y in down {
      for x in across {
        let upper = Self.mixed(value(y.index, x.index), x.share) { value(y.index, x.index + 1) }
        scaled.append(
          Self.mixed(upper, y.share) {
            Self.mixed(value(y.index + 1, x.index), x.share) { value(y.index + 1, x.index + 1) }
          })
      }
    }
    return scaled
  }

  /// Returns a mixture of two values. The second one does not count without a share.
  private static func mixed(_ first: Float, _ share: Float, _ second: () -> Float) -> Float {
    share == 0 ? first : first * (1 - share) + second() * share
  }

  /// Returns for each pixel of a side the last centre at or before it, and the share of the way to the next one.
  private static func places(
    _ count: Int, of side: Int, among centres: [Float]
  ) -> [(index: Int, share: Float)] {
    guard let last = centres.last else { return [] }
    var index = 0
    return (0..<count).map { pixel in
      let point = (Float(pixel) + 0.5) * Float(side) / Float(count)
      if point >= last { return (centres.count - 1, 0) }
      while index + 1 < centres.count, centres[index + 1] <= point { index += 1 }
      guard point > centres[index] else { return (index, 0) }
      return (index, (point - centres[index]) / (centres[index + 1] - centres[index]))
    }
  }
}
