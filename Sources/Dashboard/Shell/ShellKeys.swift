import TerminalUI

/// The keys that concern the dashboard as a whole.
enum ShellKeys {
  static let theme: [KeyBinding<DashboardCommand>] = [
    .init(
      [.character("t")], .shell(.nextTheme), label: "theme",
      help: "theme: dark, light, high contrast, colour-blind safe", rank: 9)
  ]

  /// A number key for each screen, and the keys for the screens before and after.
  static let screens: [KeyBinding<DashboardCommand>] =
    Screen.allCases.map { .init([$0.key], .shell(.show($0)), help: $0.help) } + [
      .init(
        [.tab], .shell(.nextScreen), label: "screen",
        help: "go to the next or the previous screen", rank: 4),
      .init([.backTab], .shell(.previousScreen), help: "go to the next or the previous screen"),
    ]

  /// The last keys of the footer, where people look for them.
  static let leaving: [KeyBinding<DashboardCommand>] = [
    .init(
      [.character("q"), .control("c")], .shell(.leave), label: "quit",
      help: "leave: training continues, or stops and is saved",
      rank: 0),
    .init([.escape], .shell(.close), help: "close what was opened last; a screen stays"),
    .init([.control("l")], .shell(.repaint), help: "draw the screen again"),
    .init(
      [.control("z")], .shell(.suspend), help: "return to the shell; fg brings the program back"),
  ]
}
