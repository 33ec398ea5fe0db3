/// The colours of a theme, each with 24 bits and as one of sixteen.
struct Palette: Sendable {
  /// One colour for text and lines.
  struct Ink: Sendable {
    /// The colour as 24 bits, `0xRRGGBB`.
    let hex: UInt32
    /// The colour as one of sixteen. On the terminal's own background, 7 stands for the terminal's
    /// own foreground.
    let ansi: UInt8
    /// The attributes that stand for the colour on a terminal without colours.
    let mono: Attributes

    init(_ hex: UInt32, _ ansi: UInt8, _ mono: Attributes = []) {
      self.hex = hex
      self.ansi = ansi
      self.mono = mono
    }
  }

  /// True if the background is painted black with 8 or 16 colours; false if the terminal's own is
  /// kept.
  let paintsBackground: Bool
  let background: UInt32
  /// The background of a dialog.
  let raised: UInt32
  /// Five colours of the gradient from cool to warm.
  let gradient: [UInt32]
  /// Some of the sixteen colours, for curves.
  let sixteen: [UInt8]
  /// Colours that are easy to distinguish, for curves without an order.
  let distinct: [UInt32]

  let text: Ink
  let strong: Ink
  let muted: Ink
  let faint: Ink
  let key: Ink
  let trainingKey: Ink
  let accent: Ink
  let good: Ink
  let caution: Ink
  let danger: Ink
  let train: Ink
  let trainRaw: Ink
  let validation: Ink
  let secondTrain: Ink
  let secondTrainRaw: Ink
  let secondValidation: Ink
  let annotation: Ink
  let blue: Ink
  let green: Ink
  let violet: Ink
  let amber: Ink

  static func of(_ name: Theme.Name) -> Palette {
    switch name {
    case .dark: dark
    case .light: light
    case .contrast: contrast
    case .colorblind: colorblind
    }
  }

  /// Returns the background or the raised background on a terminal of this depth.
  func color(_ hex: KeyPath<Palette, UInt32>, _ depth: ColorDepth) -> Color {
    switch depth {
    case .direct: .rgb(self[keyPath: hex])
    case .indexed: Color.rgb(self[keyPath: hex]).reduced(to: .indexed)
    case .sixteen, .eight: paintsBackground ? .palette(0) : .standard
    case .mono: .standard
    }
  }
}

extension Palette.Ink {
  /// Returns the style of this colour on a terminal of this depth.
  /// - Parameter onOwnBackground: True if the theme paints the background itself.
  func style(_ depth: ColorDepth, onOwnBackground: Bool) -> Style {
    let faded = mono.intersection(.dim)
    let own = onOwnBackground ? Color.palette(7) : .standard
    return switch depth {
    case .direct: Style(.rgb(hex))
    case .indexed: Style(Color.rgb(hex).reduced(to: .indexed))
    case .sixteen:
      ansi == 7
        ? Style(own, on: .standard, faded)
        : Style(.palette(ansi), on: .standard, ansi < 7 ? faded : [])
    // With eight colours, bright is bold, and bright black would be invisible.
    case .eight:
      switch ansi {
      case 7: Style(own, on: .standard, faded)
      case 8: Style(own, on: .standard, .dim)
      case 9...: Style(.palette(ansi - 8), on: .standard, .bold)
      default: Style(.palette(ansi), on: .standard, faded)
      }
    case .mono: Style(.standard, on: .standard, mono)
    }
  }
}
