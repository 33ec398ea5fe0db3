/// Colours by what they mean. Roles never hold more than the depth can show: 24-bit colours for
/// `direct`, the palette below, attributes alone for `mono`. Made for a dark ground, which it
/// paints itself wherever it can.
public struct Theme: Hashable, Sendable {
  public let depth: ColorDepth
  public let background: Color
  /// The ground of a dialog, above the screen.
  public let raised: Color

  public let text: Style
  /// Values, what the eye looks for.
  public let strong: Style
  /// Names of values, axis labels.
  public let muted: Style
  /// Grid lines, empty meters.
  public let faint: Style
  public let key: Style
  public let accent: Style
  public let good: Style
  public let caution: Style
  public let danger: Style

  // Curves.
  public let train: Style
  public let trainRaw: Style
  public let validation: Style
  public let secondTrain: Style
  public let secondTrainRaw: Style
  public let secondValidation: Style
  public let mark: Style

  // Borders, a tint a panel.
  public let blue: Style
  public let green: Style
  public let violet: Style
  public let amber: Style

  public init(depth: ColorDepth) {
    self.depth = depth
    let role = { (hex: UInt32, ansi: UInt8, mono: Attributes) in
      Self.role(hex, ansi: ansi, mono: mono, depth: depth)
    }
    background = depth >= .indexed ? Self.color(0x11131a, depth) : .standard
    raised = depth >= .indexed ? Self.color(0x1f2335, depth) : .standard
    text = role(0xc3cbe8, 7, [])
    strong = role(0xeef1ff, 15, .bold).with(.bold)
    muted = role(0x7f89ad, 7, [])
    faint = role(0x2f3449, 8, .dim)
    key = role(0xffc777, 11, .bold).with(.bold)
    accent = role(0x7aa2f7, 12, .bold)
    good = role(0x9ece6a, 10, [])
    caution = role(0xffc777, 11, .bold)
    danger = role(0xff757f, 9, .bold)
    train = role(0x57a8ff, 12, .bold)
    trainRaw = role(0x2b5690, 4, .dim)
    validation = role(0xff9e64, 11, [])
    secondTrain = role(0x41c9b4, 14, [])
    secondTrainRaw = role(0x216362, 6, .dim)
    secondValidation = role(0xe58fd4, 13, [])
    mark = role(0x666f91, 7, .dim)
    blue = role(0x3d5a94, 4, .dim)
    green = role(0x42664f, 2, .dim)
    violet = role(0x65508f, 5, .dim)
    amber = role(0x745c39, 3, .dim)
  }

  /// From cool to warm as `share` goes from 0 to 1.
  public func gradient(_ share: Double) -> Style {
    guard depth >= .indexed else { return accent }
    let stops: [UInt32] = [0x4a7df0, 0x7f7bf2, 0xb574ea, 0xe879b9, 0xff9e8a]
    let place = min(1, max(0, share)) * Double(stops.count - 1)
    let index = min(stops.count - 2, Int(place))
    let color = Color.rgb(stops[index]).mixed(
      with: .rgb(stops[index + 1]), place - Double(index))
    return Style(depth == .direct ? color : color.indexed)
  }

  private static func color(_ hex: UInt32, _ depth: ColorDepth) -> Color {
    depth == .direct ? .rgb(hex) : Color.rgb(hex).indexed
  }

  private static func role(
    _ hex: UInt32, ansi: UInt8, mono: Attributes, depth: ColorDepth
  ) -> Style {
    let faded = mono.intersection(.dim)
    return switch depth {
    case .direct, .indexed: Style(color(hex, depth))
    case .sixteen:
      ansi == 7 ? Style(.standard, faded) : Style(.palette(ansi), ansi < 7 ? faded : [])
    // Bright is bold there, and bright black would vanish.
    case .eight:
      switch ansi {
      case 7: Style(.standard, faded)
      case 8: Style(.standard, .dim)
      case 9...: Style(.palette(ansi - 8), .bold)
      default: Style(.palette(ansi), faded)
      }
    case .mono: Style(.standard, mono)
    }
  }
}

extension Style {
  fileprivate init(_ foreground: Color, _ attributes: Attributes) {
    self.init(foreground, on: .standard, attributes)
  }
}
