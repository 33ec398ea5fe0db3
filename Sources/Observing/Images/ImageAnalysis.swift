import Blueprint

/// An image as the network sees it, with the most probable classes and the feature maps of a layer.
public struct ImageAnalysis: Equatable, Codable, Sendable {
  /// A class and its probability according to the network.
  public struct Guess: Equatable, Codable, Sendable {
    /// The number of the class.
    public var label: Int
    /// The probability, 0…1.
    public var probability: Double

    /// Creates a guess.
    public init(label: Int, probability: Double) {
      self.label = label
      self.probability = probability
    }
  }

  /// The request that this analysis answers.
  public var choice: ImageChoice
  /// The number of the image in the validation set; `nil` for a file.
  public var number: Int?
  /// The width of the network's input in pixels.
  public var width = 0
  /// The height of the network's input in pixels.
  public var height = 0
  /// The part of the image that the network sees, `[height, width, 3]`, red first.
  public var pixels: [UInt8] = []
  /// The class of the image; `nil` for a file.
  public var label: Int?
  /// The five most probable classes, or all if there are fewer, in falling order of their probabilities.
  public var guesses: [Guess] = []
  /// The feature maps of the layer of interest; `nil` without one.
  public var maps: FeatureMaps?
  /// A sentence with the reason for which there is no image; `nil` if there is one.
  public var problem: String?

  /// Creates the answer to a request, with all other values empty.
  public init(_ choice: ImageChoice, problem: String? = nil) {
    self.choice = choice
    self.problem = problem
  }
}

/// The activations of a layer for one image, reduced in size if there are too many to send.
public struct FeatureMaps: Equatable, Codable, Sendable {
  /// The largest number of values that are sent.
  public static let maximumValues = 1 << 16

  /// The name of the layer.
  public var layer: String
  /// The shape of the layer's output.
  public var shape: Shape
  /// The shape of `values`. Reduced maps contain the means of areas of the original maps.
  public var reducedShape: Shape
  /// The activations, `[channels, height, width]` of `reducedShape`. If there are more maps than values
  /// can be sent, these are the first maps.
  public var values: [Float]

  /// - Parameters:
  ///   - layer: The name of the layer.
  ///   - shape: The shape of its output.
  ///   - values: The activations, `[channels, height, width]` of `shape`.
  ///   - maximumValues: The largest number of values that are kept.
  public init(
    layer: String, shape: Shape, values: [Float], maximumValues: Int = Self.maximumValues
  ) {
    precondition(values.count == shape.count, "the values fill the shape")
    self.layer = layer
    self.shape = shape
    var reducedShape = shape
    reducedShape.channels = min(shape.channels, maximumValues)
    while reducedShape.count > maximumValues, reducedShape.height > 1 || reducedShape.width > 1 {
      reducedShape.height = max(1, reducedShape.height - 1)
      reducedShape.width = max(1, shape.width * reducedShape.height / shape.height)
    }
    self.reducedShape = reducedShape
    self.values =
      reducedShape == shape ? values : Self.reduced(values, from: shape, to: reducedShape)
  }

  /// Returns the mean of the area of each reduced position.
  private static func reduced(
    _ values: [Float], from shape: Shape, to target: Shape
  ) -> [Float] {
    var reduced: [Float] = []
    reduced.reserveCapacity(target.count)
    func span(_ index: Int, _ count: Int, _ length: Int) -> Range<Int> {
      let start = index * length / count
      return start..<max(start + 1, (index + 1) * length / count)
    }
    for channel in 0..<target.channels {
      for row in 0..<target.height {
        for column in 0..<target.width {
          var sum: Float = 0
          var count: Float = 0
          for y in span(row, target.height, shape.height) {
            for x in span(column, target.width, shape.width) {
              sum += values[(channel * shape.height + y) * shape.width + x]
              count += 1
            }
          }
          reduced.append(sum / count)
        }
      }
    }
    return reduced
  }
}
