/// Colours by what they mean. Roles never hold more than the depth can show: 24-bit colours for
/// `direct`, the palette below, attributes alone for `mono`. What they are is in `Palette`.
public struct Theme: Hashable, Sendable {
  /// The themes there are, in the order in which a key goes through them.
  public enum Name: String, Hashable, Sendable, CaseIterable {
    /// For a dark ground, which it paints itself where there are 256 colours.
    case dark
    case light
    /// Pure colours on black.
    case contrast
    /// Told apart by those who do not see red and green, or blue and yellow, as others do.
    case colorblind = "color-blind"
  }

  public let name: Name
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
  /// The border of what has the focus.
  public let focus: Style

  public init(_ name: Name = .dark, depth: ColorDepth) {
    self.name = name
    self.depth = depth
    let palette = Palette.of(name)
    let role = { (ink: KeyPath<Palette, Palette.Ink>) in
      palette[keyPath: ink].style(depth, onOwnGround: palette.paintsGround)
    }
    background = palette.ground(\.background, depth)
    raised = palette.ground(\.raised, depth)
    text = role(\.text)
    strong = role(\.strong).with(.bold)
    muted = role(\.muted)
    faint = role(\.faint)
    key = role(\.key).with(.bold)
    accent = role(\.accent)
    good = role(\.good)
    caution = role(\.caution)
    danger = role(\.danger)
    train = role(\.train)
    trainRaw = role(\.trainRaw)
    validation = role(\.validation)
    secondTrain = role(\.secondTrain)
    secondTrainRaw = role(\.secondTrainRaw)
    secondValidation = role(\.secondValidation)
    mark = role(\.mark)
    blue = role(\.blue)
    green = role(\.green)
    violet = role(\.violet)
    amber = role(\.amber)
    focus = role(\.accent).with(.bold)
  }

  /// From cool to warm as `share` goes from 0 to 1.
  public func gradient(_ share: Double) -> Style {
    guard depth >= .indexed else { return accent }
    let stops = Palette.of(name).gradient
    let place = min(1, max(0, share)) * Double(stops.count - 1)
    let index = min(stops.count - 2, Int(place))
    let color = Color.rgb(stops[index]).mixed(
      with: .rgb(stops[index + 1]), place - Double(index))
    return Style(depth == .direct ? color : color.indexed)
  }

  /// So many colours without an order can be told apart; 1 without colours.
  public var distinctCount: Int {
    switch depth {
    case .mono: 1
    case .eight, .sixteen: Palette.of(name).sixteen.count
    case .indexed, .direct: Palette.of(name).distinct.count
    }
  }

  /// A colour that stays with a thing, whatever else there is.
  public func distinct(_ index: Int) -> Style {
    guard depth >= .indexed else { return ordered(index, of: distinctCount) }
    let colors = Palette.of(name).distinct
    let color = Color.rgb(colors[index % colors.count])
    return Style(depth == .direct ? color : color.indexed)
  }

  /// One of `count` curves that have an order: the gradient, or one colour of the sixteen after
  /// another.
  public func ordered(_ index: Int, of count: Int) -> Style {
    guard depth < .indexed else {
      return gradient(count > 1 ? Double(index) / Double(count - 1) : 0)
    }
    let palette = Palette.of(name)
    let number = palette.sixteen[index % palette.sixteen.count]
    return Palette.Ink(0, number).style(depth, onOwnGround: palette.paintsGround)
  }
}
