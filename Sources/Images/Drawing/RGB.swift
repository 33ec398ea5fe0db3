/// A colour with components 0…1.
struct RGB: Equatable {
  var red: Float
  var green: Float
  var blue: Float

  /// The perceived brightness, with the weights of ITU-R BT.601.
  var luminance: Float { 0.299 * red + 0.587 * green + 0.114 * blue }

  /// Returns the sum of the absolute differences of the components.
  func difference(from other: RGB) -> Float {
    abs(red - other.red) + abs(green - other.green) + abs(blue - other.blue)
  }
}

extension RGB {
  /// Creates a colour from hue, saturation and value, all 0…1.
  init(hue: Float, saturation: Float, value: Float) {
    func component(_ offset: Float) -> Float {
      let k = (offset + 6 * hue).truncatingRemainder(dividingBy: 6)
      return value - value * saturation * max(0, min(k, 4 - k, 1))
    }
    self.init(red: component(5), green: component(3), blue: component(1))
  }

  /// Returns a random colour of the background, of limited saturation and brightness.
  static func muted(_ random: inout RandomGenerator) -> RGB {
    RGB(
      hue: random.unit(), saturation: 0.8 * random.unit(), value: random.uniform(0.08, 0.75))
  }

  /// Returns a random colour of a figure, brighter and more saturated than those of the background.
  static func vivid(_ random: inout RandomGenerator) -> RGB {
    // The larger of two draws makes high saturations more frequent.
    let saturation = max(random.unit(), random.unit())
    return RGB(hue: random.unit(), saturation: saturation, value: random.uniform(0.3, 1))
  }

  /// Returns two random colours that differ clearly in hue or brightness.
  static func pair(_ random: inout RandomGenerator) -> (RGB, RGB) {
    let first = vivid(&random)
    for _ in 0..<12 {
      let second = vivid(&random)
      if second.difference(from: first) >= 1 { return (first, second) }
    }
    let value: Float = first.luminance > 0.5 ? 0.05 : 1
    return (first, RGB(red: value, green: value, blue: value))
  }
}
