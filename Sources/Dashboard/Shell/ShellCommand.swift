/// A command for the dashboard as a whole.
enum ShellCommand: Hashable, Sendable {
  case show(Screen)
  case nextScreen, previousScreen
  case nextTheme
  case close, leave
  case repaint, suspend
}
