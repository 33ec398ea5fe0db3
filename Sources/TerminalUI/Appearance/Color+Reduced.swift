/// The conversion of colours to the nearest ones that a terminal with fewer colours can show. The
/// distance is "redmean" (Riemersma, *Colour metric*), which is close to human perception and needs
/// only integers.
extension Color {
  /// Returns the nearest colour that a terminal of this depth shows.
  public func reduced(to depth: ColorDepth) -> Color {
    if self == .standard || depth == .direct { return self }
    switch depth {
    case .mono: return .standard
    case .eight: return isPalette && paletteIndex < 16 ? .palette(paletteIndex & 7) : nearest(of: 8)
    case .sixteen: return isPalette && paletteIndex < 16 ? self : nearest(of: 16)
    case .indexed, .direct: return isPalette ? self : nearestIndexed
    }
  }

  /// The colour as 24 bits, with xterm's values for the palette.
  var rgbValue: XtermColor {
    isPalette ? XtermColor.palette[Int(paletteIndex)] : XtermColor(Int(red), Int(green), Int(blue))
  }

  /// Returns the nearest of the first colours of the palette.
  private func nearest(of count: Int) -> Color {
    let target = rgbValue
    let best = (0..<count).min {
      target.distance(to: .palette[$0]) < target.distance(to: .palette[$1])
    }
    return .palette(UInt8(best ?? 0))
  }

  /// The nearest of the colours from 16 to 255; the others are not used, because users can redefine
  /// them. Only the corners of the cube around the colour and the greys around its brightness can be
  /// the nearest.
  private var nearestIndexed: Color {
    let target = rgbValue
    var best = (index: 0, distance: Int.max)
    func consider(_ index: Int) {
      let distance = target.distance(to: .palette[index])
      if distance < best.distance { best = (index, distance) }
    }
    for red in XtermColor.levels(around: target.red) {
      for green in XtermColor.levels(around: target.green) {
        for blue in XtermColor.levels(around: target.blue) {
          consider(16 + 36 * red + 6 * green + blue)
        }
      }
    }
    let brightness = (2 * target.red + 4 * target.green + 3 * target.blue) / 9
    let grey = (brightness - 8) / 10
    for step in max(0, grey - 1)...min(23, max(0, grey + 2)) { consider(232 + step) }
    return .palette(UInt8(best.index))
  }
}

/// A colour as three integers from 0 to 255.
struct XtermColor: Equatable {
  var red: Int
  var green: Int
  var blue: Int

  init(_ red: Int, _ green: Int, _ blue: Int) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// Returns the squared distance by "redmean", times 512.
  func distance(to other: XtermColor) -> Int {
    let mean = (red + other.red) / 2
    let r = red - other.red
    let g = green - other.green
    let b = blue - other.blue
    return (512 + mean) * r * r + 1024 * g * g + (767 - mean) * b * b
  }

  /// xterm's palette: sixteen names, a cube of 6×6×6, 24 greys.
  static let palette: [XtermColor] = {
    let names: [UInt32] = [
      0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5,
      0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
    ]
    let cube = (0..<216).map { XtermColor(levels[$0 / 36], levels[$0 / 6 % 6], levels[$0 % 6]) }
    let greys = (0..<24).map { XtermColor(8 + 10 * $0, 8 + 10 * $0, 8 + 10 * $0) }
    return names.map { XtermColor(Int($0 >> 16), Int($0 >> 8 & 255), Int($0 & 255)) } + cube + greys
  }()

  private static let levels = [0, 95, 135, 175, 215, 255]

  /// Returns the indices of the levels of the cube below and above a value.
  static func levels(around value: Int) -> ClosedRange<Int> {
    let above = levels.firstIndex { $0 >= value } ?? 5
    return max(0, above - 1)...above
  }
}
