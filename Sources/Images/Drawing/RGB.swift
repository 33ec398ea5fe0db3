/// A colour, components 0…1.
struct RGB: Equatable {
  var red: Float
  var green: Float
  var blue: Float

  /// Perceived brightness (ITU-R BT.601 weights).
  var luminance: Float { 0.299 * red + 0.587 * green + 0.114 * blue }

  func difference(from other: RGB) -> Float {
    abs(red - other.red) + abs(green - other.green) + abs(blue - other.blue)
  }
}

extension RGB {
  /// From hue, saturation and value, all 0…1.
  init(hue: Float, saturation: Float, value: Float) {
    func component(_ offset: Float) -> Float {
      let k = (offset + 6 * hue).truncatingRemainder(dividingBy: 6)
      return value - value * saturation * max(0, min(k, 4 - k, 1))
    }
    self.init(red: component(5), green: component(3), blue: component(1))
  }

  /// A quiet colour, of the ground.
  static func quiet(_ chance: inout Chance) -> RGB {
    RGB(
      hue: chance.unit(), saturation: 0.8 * chance.unit(), value: chance.uniform(0.08, 0.75))
  }

  /// A colour of a figure: brighter and more saturated than the ground's.
  static func vivid(_ chance: inout Chance) -> RGB {
    // The larger of two draws: saturated more often than not.
    let saturation = max(chance.unit(), chance.unit())
    return RGB(hue: chance.unit(), saturation: saturation, value: chance.uniform(0.3, 1))
  }

  /// Two colours that are easily told apart, by hue or by brightness.
  static func pair(_ chance: inout Chance) -> (RGB, RGB) {
    let first = vivid(&chance)
    for _ in 0..<12 {
      let second = vivid(&chance)
      if second.difference(from: first) >= 1 { return (first, second) }
    }
    let value: Float = first.luminance > 0.5 ? 0.05 : 1
    return (first, RGB(red: value, green: value, blue: value))
  }
}
