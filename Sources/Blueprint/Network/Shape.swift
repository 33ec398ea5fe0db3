/// The shape of one image's activations: `[channels, height, width]`. A flat vector of n is n×1×1.
public struct Shape: Hashable, Sendable, CustomStringConvertible {
  /// The number of maps, or of elements of a flat vector.
  public var channels: Int
  /// The rows of a map.
  public var height: Int
  /// The columns of a map.
  public var width: Int

  /// Creates a shape; without height and width a flat vector.
  public init(channels: Int, height: Int = 1, width: Int = 1) {
    self.channels = channels
    self.height = height
    self.width = width
  }

  /// The number of elements.
  public var count: Int { channels * height * width }
  /// True for a flat vector.
  public var isFlat: Bool { height == 1 && width == 1 }
  /// "3×64×64", or "4096" for a flat vector.
  public var description: String { isFlat ? "\(channels)" : "\(channels)×\(height)×\(width)" }
}

/// A list of three numbers: `[channels, height, width]`.
extension Shape: Codable {
  /// Decodes a list of three numbers.
  public init(from decoder: any Decoder) throws {
    let dimensions = try [Int](from: decoder)
    guard dimensions.count == 3 else {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath,
          debugDescription: "a shape must be [channels, height, width]"))
    }
    self.init(channels: dimensions[0], height: dimensions[1], width: dimensions[2])
  }

  /// Encodes a list of three numbers.
  public func encode(to encoder: any Encoder) throws {
    try [channels, height, width].encode(to: encoder)
  }
}
