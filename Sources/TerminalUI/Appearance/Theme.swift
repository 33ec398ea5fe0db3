/// The colours of the screen, named by their meaning. Each role holds only what the depth can show:
/// 24-bit colours for `direct`, colours of the palette for fewer, attributes for `mono`. `Palette`
/// has the values.
public struct Theme: Hashable, Sendable {
  /// The themes, in the order in which a key selects them.
  public enum Name: String, Hashable, Sendable, CaseIterable {
    /// Light text on a dark background, which is painted on terminals with 256 colours or more.
    case dark
    /// Dark text on a light background.
    case light
    /// Pure colours on black, with high contrast.
    case contrast
    /// Colours that remain distinguishable without seeing the difference between red and green, or
    /// between blue and yellow.
    case colorblind = "color-blind"
  }

  /// The name of the theme.
  public let name: Name
  /// The number of colours that the terminal shows.
  public let depth: ColorDepth
  /// The background of the screen.
  public let background: Color
  /// The background of a dialog.
  public let raised: Color

  /// Plain text.
  public let text: Style
  /// Values and titles.
  public let strong: Style
  /// Names of values, axis labels.
  public let muted: Style
  /// Grid lines, empty meters.
  public let faint: Style
  /// The names of keys.
  public let key: Style
  /// The names of the keys that change training.
  public let trainingKey: Style
  /// Text that is emphasised by its colour.
  public let accent: Style
  /// A good state.
  public let good: Style
  /// A state that needs attention.
  public let caution: Style
  /// An error, or a value that is not finite.
  public let danger: Style

  /// The training curve.
  public let train: Style
  /// The training curve without smoothing, behind the smoothed one.
  public let trainRaw: Style
  /// The validation curve.
  public let validation: Style
  /// The training curve of a second quantity or run.
  public let secondTrain: Style
  /// The second training curve without smoothing.
  public let secondTrainRaw: Style
  /// The validation curve of a second quantity or run.
  public let secondValidation: Style
  /// The lines of annotations and reference levels in a chart.
  public let annotation: Style

  /// A border colour.
  public let blue: Style
  /// A border colour.
  public let green: Style
  /// A border colour.
  public let violet: Style
  /// A border colour.
  public let amber: Style
  /// The border of the panel that has the focus.
  public let focus: Style

  /// The outline of a selected picture; 24 bits at every depth, like pictures.
  public let outline: Color

  /// Creates a theme for a terminal with this number of colours.
  public init(_ name: Name = .dark, depth: ColorDepth) {
    self.name = name
    self.depth = depth
    let palette = Palette.of(name)
    let role = { (ink: KeyPath<Palette, Palette.Ink>) in
      palette[keyPath: ink].style(depth, onOwnBackground: palette.paintsBackground)
    }
    background = palette.color(\.background, depth)
    raised = palette.color(\.raised, depth)
    text = role(\.text)
    strong = role(\.strong).with(.bold)
    muted = role(\.muted)
    faint = role(\.faint)
    key = role(\.key).with(.bold)
    trainingKey = role(\.trainingKey).with(.bold)
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
    annotation = role(\.annotation)
    blue = role(\.blue)
    green = role(\.green)
    violet = role(\.violet)
    amber = role(\.amber)
    outline = .rgb(palette.key.hex)
    focus = role(\.accent).with(.bold)
  }

  /// Returns the style for the names of one kind of keys.
  public func key(of family: KeyFamily) -> Style {
    switch family {
    case .viewing: key
    case .training: trainingKey
    }
  }

  /// Returns a colour of the gradient from cool (0) to warm (1); the accent with 16 colours or
  /// fewer.
  public func gradient(_ share: Double) -> Style {
    guard depth >= .indexed else { return accent }
    let stops = Palette.of(name).gradient
    let position = min(1, max(0, share)) * Double(stops.count - 1)
    let index = min(stops.count - 2, Int(position))
    let color = Color.rgb(stops[index]).mixed(
      with: .rgb(stops[index + 1]), position - Double(index))
    return Style(depth == .direct ? color : color.reduced(to: .indexed))
  }

  /// The number of distinguishable colours for curves without an order; 1 without colours.
  public var distinctCount: Int {
    switch depth {
    case .mono: 1
    case .eight, .sixteen: Palette.of(name).sixteen.count
    case .indexed, .direct: Palette.of(name).distinct.count
    }
  }

  /// Returns the colour of one of several things without an order. It depends only on the index.
  public func distinct(_ index: Int) -> Style {
    guard depth >= .indexed else { return ordered(index, of: distinctCount) }
    let colors = Palette.of(name).distinct
    let color = Color.rgb(colors[index % colors.count])
    return Style(depth == .direct ? color : color.reduced(to: .indexed))
  }

  /// Returns the colour of one of `count` curves that have an order: a colour of the gradient, or
  /// with 16 colours or fewer the next of a list.
  public func ordered(_ index: Int, of count: Int) -> Style {
    guard depth < .indexed else {
      return gradient(count > 1 ? Double(index) / Double(count - 1) : 0)
    }
    let palette = Palette.of(name)
    let number = palette.sixteen[index % palette.sixteen.count]
    return Palette.Ink(0, number).style(depth, onOwnBackground: palette.paintsBackground)
  }
}
