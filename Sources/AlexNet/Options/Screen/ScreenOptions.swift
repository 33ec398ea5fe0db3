import ArgumentParser
import Dashboard
import LiveSession
import NCursesTerminal
import TerminalUI

/// The options for drawing the dashboard.
struct ScreenOptions: ParsableArguments {
  /// The values of `--color`.
  enum ColorOption: String, ExpressibleByArgument, CaseIterable {
    case auto, never
    case sixteen = "16"
    case indexed = "256"
    case truecolor
  }

  /// The values of `--theme`.
  enum ThemeOption: String, ExpressibleByArgument, CaseIterable {
    case auto, dark, light, contrast
    case colorblind = "color-blind"
  }

  /// The values of `--notify`.
  enum NotifyOption: String, ExpressibleByArgument, CaseIterable {
    case off, bell, terminal
  }

  /// The values of `--pictures`.
  enum PicturesOption: String, ExpressibleByArgument, CaseIterable {
    case auto, kitty, sixel, blocks
  }

  @Flag(help: "Draw with ASCII characters only.")
  var ascii = false

  @Option(help: "The number of colours; 'auto' uses those that the terminal can show.")
  var color = ColorOption.auto

  @Option(
    help: ArgumentHelp(
      "The pictures of kernels, feature maps and images; 'auto' draws them in the terminal's own "
        + "pixels where the terminal answers that it can, otherwise in half blocks."))
  var pictures = PicturesOption.auto

  @Option(help: "The theme; 'auto' chooses it from the terminal's background.")
  var theme = ThemeOption.auto

  @Flag(
    name: .customLong("no-mouse"),
    help: "Ignore the mouse, so that the terminal can select text with it.")
  var noMouse = false

  @Option(
    help: ArgumentHelp(
      "Notify you when a run ends: by the terminal's bell, or by a notification of the terminal "
        + "(OSC 9 or 777), and the bell where it is not known to show one."))
  var notify = NotifyOption.off

  @Flag(help: "\(Self.plainHelp)")
  var plain = false

  @Option(
    help: ArgumentHelp(
      "Print one frame of this size as text, and exit: 80x24.", valueName: "WxH"),
    transform: AllowedValues.screenSize.parse)
  var once: ScreenSize?
}

/// Columns and rows, as in `80x24`.
struct ScreenSize: Equatable, Sendable, CustomStringConvertible {
  /// The smallest size at which the screen shows more than one sentence.
  static let minimum = ScreenSize(
    width: DashboardState.minimumSize.width, height: DashboardState.minimumSize.height)
  static let maximum = ScreenSize(width: 1000, height: 1000)

  var width: Int
  var height: Int

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  /// Reads a size; `nil` for another text and for sizes outside the limits.
  init?(argument: String) {
    let parts = argument.split(omittingEmptySubsequences: false) { "xX×".contains($0) }
      .map { Int($0) }
    guard parts.count == 2, let width = parts[0], let height = parts[1],
      (Self.minimum.width...Self.maximum.width).contains(width),
      (Self.minimum.height...Self.maximum.height).contains(height)
    else { return nil }
    self.init(width: width, height: height)
  }

  var description: String { "\(width)x\(height)" }
}

extension ScreenOptions {
  /// The settings that the options stand for.
  var settings: ScreenSettings {
    let color: ColorChoice =
      switch color {
      case .auto: .auto
      case .never: .never
      case .sixteen: .sixteen
      case .indexed: .indexed
      case .truecolor: .truecolor
      }
    let theme: Theme.Name? =
      switch theme {
      case .auto: nil
      case .dark: .dark
      case .light: .light
      case .contrast: .contrast
      case .colorblind: .colorblind
      }
    let pictures: PictureChoice =
      switch pictures {
      case .auto: .auto
      case .kitty: .kitty
      case .sixel: .sixel
      case .blocks: .blocks
      }
    let notification: NotificationChoice =
      switch notify {
      case .off: .off
      case .bell: .bell
      case .terminal: .terminal
      }
    return ScreenSettings(
      terminal: TerminalOptions(
        color: color, ascii: ascii, mouse: !noMouse, queriesBackground: theme == nil,
        pictures: pictures, notification: notification),
      theme: theme)
  }

  /// Starts a trainer, shows its run and reports how it ended.
  /// - Parameters:
  ///   - arguments: The arguments of the trainer, first the program's name.
  ///   - restartOptions: The options of a trainer that the screen starts later for interrupted runs.
  ///   - message: A message for the screen's message log.
  ///   - beginsTour: True to begin with the tour.
  func launchTrainer(
    _ store: StoreOptions, _ arguments: [String] = CommandLine.arguments,
    restartOptions: [String] = [], message: String? = nil, beginsTour: Bool = false
  ) throws {
    if plain { return try launchPlain(store, arguments, message: message) }
    var commandLines = store.commandLines
    commandLines.restartOptions = restartOptions
    try LiveScreen.launchTrainer(
      arguments, settings, commandLines, message: message, beginsTour: beginsTour
    ) {
      try store.store().run(named: $0)
    }
    .report(store)
  }
}
