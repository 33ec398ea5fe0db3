import Blueprint

/// An image as the network sees it, and what the network makes of it.
public struct ImageAnalysis: Equatable, Codable, Sendable {
  public struct Guess: Equatable, Codable, Sendable {
    public var label: Int
    public var probability: Double

    public init(label: Int, probability: Double) {
      self.label = label
      self.probability = probability
    }
  }

  /// What it answers.
  public var choice: ImageChoice
  /// Among the validation images; nil for a file.
  public var number: Int?
  public var width = 0
  public var height = 0
  /// The part that the network takes, `[height, width, 3]`, red first.
  public var pixels: [UInt8] = []
  /// Its class; nil where nobody knows it.
  public var label: Int?
  /// The five most probable classes, best first, or all where there are fewer.
  public var guesses: [Guess] = []
  public var maps: FeatureMaps?
  /// Why there is nothing to see, in a sentence.
  public var problem: String?

  public init(_ choice: ImageChoice, problem: String? = nil) {
    self.choice = choice
    self.problem = problem
  }
}

/// What a layer made of an image.
public struct FeatureMaps: Equatable, Codable, Sendable {
  /// So many numbers are sent at most.
  public static let most = 1 << 16

  public var layer: String
  /// As the layer gives them.
  public var shape: Shape
  /// How large the maps are here: smaller where all would be too much, each number the mean of those in
  /// its place.
  public var side: Shape
  /// `[channels, height, width]` of `side`; of very many maps the first.
  public var values: [Float]

  /// - Parameters:
  ///   - layer: the name of the layer.
  ///   - shape: the shape of its output.
  ///   - values: `[channels, height, width]` of `shape`.
  ///   - most: the most values that are kept.
  public init(layer: String, shape: Shape, values: [Float], most: Int = Self.most) {
    precondition(values.count == shape.count, "maps fill their shape")
    self.layer = layer
    self.shape = shape
    var side = shape
    side.channels = min(shape.channels, most)
    while side.count > most, side.height > 1 || side.width > 1 {
      side.height = max(1, side.height - 1)
      side.width = max(1, shape.width * side.height / shape.height)
    }
    self.side = side
    self.values =
      side == shape ? values : Self.reduced(values, from: shape, to: side)
  }

  private static func reduced(_ values: [Float], from shape: Shape, to side: Shape) -> [Float] {
    var reduced: [Float] = []
    reduced.reserveCapacity(side.count)
    func span(_ place: Int, _ count: Int, _ length: Int) -> Range<Int> {
      let start = place * length / count
      return start..<max(start + 1, (place + 1) * length / count)
    }
    for channel in 0..<side.channels {
      for row in 0..<side.height {
        for column in 0..<side.width {
          var sum: Float = 0
          var count: Float = 0
          for y in span(row, side.height, shape.height) {
            for x in span(column, side.width, shape.width) {
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
