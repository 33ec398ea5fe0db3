/// The size of one image's activations, `[channels, height, width]`; a flat vector of n is n×1×1.
public struct Shape: Hashable, Sendable, CustomStringConvertible {
  public var channels: Int
  public var height: Int
  public var width: Int

  public init(channels: Int, height: Int = 1, width: Int = 1) {
    self.channels = channels
    self.height = height
    self.width = width
  }

  public var count: Int { channels * height * width }
  public var isFlat: Bool { height == 1 && width == 1 }
  public var description: String { isFlat ? "\(channels)" : "\(channels)×\(height)×\(width)" }
}

extension Shape: Codable {
  public init(from decoder: any Decoder) throws {
    let dimensions = try [Int](from: decoder)
    guard dimensions.count == 3 else {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath, debugDescription: "a shape is [channels, height, width]"))
    }
    self.init(channels: dimensions[0], height: dimensions[1], width: dimensions[2])
  }

  public func encode(to encoder: any Encoder) throws {
    try [channels, height, width].encode(to: encoder)
  }
}
