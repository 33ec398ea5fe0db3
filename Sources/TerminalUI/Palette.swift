/// The colours of a theme, each as 24 bits and as one of the sixteen.
struct Palette: Sendable {
  struct Ink: Sendable {
    let hex: UInt32
    /// 7 is the terminal's own foreground where the ground is its own too.
    let ansi: UInt8
    /// What is left of it without colours.
    let mono: Attributes

    init(_ hex: UInt32, _ ansi: UInt8, _ mono: Attributes = []) {
      self.hex = hex
      self.ansi = ansi
      self.mono = mono
    }
  }

  /// With 8 or 16 colours too; otherwise the terminal's own ground stays there.
  let paintsGround: Bool
  let background: UInt32
  let raised: UInt32
  /// Round the whole of it, cool to warm.
  let gradient: [UInt32]
  /// Of the sixteen, for curves that have an order.
  let sixteen: [UInt8]
  /// For things without an order, far apart from one another.
  let distinct: [UInt32]

  let text: Ink
  let strong: Ink
  let muted: Ink
  let faint: Ink
  let key: Ink
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
  let mark: Ink
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

  func ground(_ hex: KeyPath<Palette, UInt32>, _ depth: ColorDepth) -> Color {
    switch depth {
    case .direct: .rgb(self[keyPath: hex])
    case .indexed: Color.rgb(self[keyPath: hex]).indexed
    case .sixteen, .eight: paintsGround ? .palette(0) : .standard
    case .mono: .standard
    }
  }
}

extension Palette.Ink {
  func style(_ depth: ColorDepth, onOwnGround: Bool) -> Style {
    let faded = mono.intersection(.dim)
    let own = onOwnGround ? Color.palette(7) : .standard
    return switch depth {
    case .direct: Style(.rgb(hex))
    case .indexed: Style(Color.rgb(hex).indexed)
    case .sixteen:
      ansi == 7
        ? Style(own, on: .standard, faded)
        : Style(.palette(ansi), on: .standard, ansi < 7 ? faded : [])
    // Bright is bold there, and bright black would vanish.
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
