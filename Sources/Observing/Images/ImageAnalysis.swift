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
  /// The images among which this one was found; `nil` for a file, and for a search in all images.
  public var match: SearchMatch?
  /// The five most probable classes, or all if there are fewer, in falling order of their probabilities.
  public var guesses: [Guess] = []
  /// The feature maps of the layer of interest; `nil` without one.
  public var maps: FeatureMaps?
  /// The computation of the cell of interest; `nil` without one.
  public var formula: CellFormula?
  /// The map of the regions that the network looks at; `nil` without a request for one.
  public var attribution: AttributionMap?
  /// A sentence with the reason for which there is no image; `nil` if there is one.
  public var problem: String?

  /// Creates the answer to a request, with all other values empty.
  public init(_ choice: ImageChoice, problem: String? = nil) {
    self.choice = choice
    self.problem = problem
  }
}

/// The images that fit a search, by the guesses of the last validation.
public struct SearchMatch: Equatable, Codable, Sendable {
  /// The step of the validation.
  public var step: Int
  /// The number of images that fit.
  public var count: Int
  /// The number of images of the searched class; without one, of all images.
  public var images: Int
  /// The place of the found image among those that fit, from 1.
  public var place: Int

  /// Creates a description of a search.
  public init(step: Int, count: Int, images: Int, place: Int) {
    self.step = step
    self.count = count
    self.images = images
    self.place = place
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

  /// Returns the mean of the area of each reduced position. Values that are partly in the area
  /// count by that part; whole values alone would turn fine stripes into other patterns.
  private static func reduced(
    _ values: [Float], from shape: Shape, to target: Shape
  ) -> [Float] {
    let rows = (0..<target.height).map { parts(of: shape.height, coveredBy: $0, of: target.height) }
    let columns = (0..<target.width).map { parts(of: shape.width, coveredBy: $0, of: target.width) }
    let area = Float(shape.height * shape.width)
    var reduced: [Float] = []
    reduced.reserveCapacity(target.count)
    for channel in 0..<target.channels {
      for row in rows {
        for column in columns {
          var sum: Float = 0
          for (y, height) in row {
            let line = (channel * shape.height + y) * shape.width
            for (x, width) in column { sum += values[line + x] * Float(height * width) }
          }
          reduced.append(sum / area)
        }
      }
    }
    return reduced
  }

  /// Returns the indices of a dimension that one of `count` equal parts covers, each with the covered
  /// length in units of 1/count, so that all lengths are whole.
  private static func parts(
    of length: Int, coveredBy part: Int, of count: Int
  ) -> [(index: Int, covered: Int)] {
    let (start, end) = (part * length, (part + 1) * length)
    return (start / count...(end - 1) / count).map {
      ($0, min(end, ($0 + 1) * count) - max(start, $0 * count))
    }
  }
}
