import ArgumentParser

/// How the dashboard is drawn.
struct ScreenOptions: ParsableArguments {
  enum Color: String, ExpressibleByArgument, CaseIterable {
    case auto, never
    case sixteen = "16"
    case indexed = "256"
    case truecolor
  }

  @Flag(help: "Draw with ASCII characters alone.")
  var ascii = false

  @Option(help: "Colours.")
  var color = Color.auto

  enum Theme: String, ExpressibleByArgument, CaseIterable {
    case auto, dark, light, contrast
    case colorblind = "color-blind"
  }

  @Option(help: "Theme; auto goes by the terminal's ground.")
  var theme = Theme.auto

  @Flag(name: .customLong("no-mouse"), help: "Leave the mouse to the terminal.")
  var noMouse = false

  @Option(help: "Print one frame of this size as text, and exit.")
  var once: ScreenSize?
}

/// `80x24`: columns and rows.
struct ScreenSize: ExpressibleByArgument, Equatable {
  var width: Int
  var height: Int

  init?(argument: String) {
    let parts = argument.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let width = parts[0], let height = parts[1],
      (1...1000).contains(width), (1...1000).contains(height)
    else { return nil }
    self.width = width
    self.height = height
  }
}
