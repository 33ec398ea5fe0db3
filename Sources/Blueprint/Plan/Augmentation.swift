/// The random variation of training images (paper, section 4.1). Without it the centre is cropped, nothing
/// is mirrored and colours stay the same, as in validation.
public struct Augmentation: Hashable, Codable, Sendable {
  /// True if the crop is at a random position.
  public var crop: Bool
  /// True if every second image, at random, is mirrored.
  public var mirror: Bool
  /// True if a random multiple of the principal components of the colours is added to each image.
  public var colorNoise: Bool

  /// Creates an augmentation of the given kinds; without arguments random crops and mirroring.
  public init(crop: Bool = true, mirror: Bool = true, colorNoise: Bool = false) {
    self.crop = crop
    self.mirror = mirror
    self.colorNoise = colorNoise
  }

  /// Decodes an augmentation. Plans of older versions have no colour noise.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    crop = try container.decode(Bool.self, forKey: .crop)
    mirror = try container.decode(Bool.self, forKey: .mirror)
    colorNoise = try container.decodeIfPresent(Bool.self, forKey: .colorNoise) ?? false
  }
}

extension Augmentation {
  /// Reads any of `crop`, `mirror` and `colour`, separated by commas, or `off`; `nil` for other texts.
  public init?(parsing text: String) {
    self.init(crop: false, mirror: false, colorNoise: false)
    guard text != "off" else { return }
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      switch word {
      case "crop": crop = true
      case "mirror": mirror = true
      case "colour", "color": colorNoise = true
      default: return nil
      }
    }
  }

  /// The text that `init(parsing:)` reads.
  public var text: String {
    let words = [crop ? "crop" : nil, mirror ? "mirror" : nil, colorNoise ? "colour" : nil]
      .compactMap(\.self)
    return words.isEmpty ? "off" : words.joined(separator: ",")
  }
}
