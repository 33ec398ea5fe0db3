import TerminalUI

extension KeyBindings<DashboardCommand> {
  /// The one table of the dashboard's keys, in the order of the help page.
  static let dashboard = KeyBindings<DashboardCommand>(everywhere + onScreens + leaving)

  /// The keys that apply on every screen.
  private static let everywhere =
    LiveKeys.training + LanesKeys.training + LanesKeys.focus + ChartsKeys.everywhere
    + KernelsKeys.everywhere + EvaluatingKeys.everywhere + ExportingKeys.everywhere
    + ShellKeys.theme + PagesKeys.messagesAndLesson + TourKeys.everywhere + ShellKeys.screens

  private static let onScreens =
    LiveKeys.onScreen + RanksKeys.onScreen + KernelsKeys.onScreen + ChartsKeys.onScreen
    + LayersKeys.onScreen + ImagesKeys.onScreen + CompareKeys.onScreen + RunListKeys.onScreen

  private static let leaving = PagesKeys.help + ShellKeys.leaving
}

/// Creates bindings of keys that apply on one screen only.
struct ScreenKeys<Command> {
  private let scope: String?
  private let wrap: (Command) -> DashboardCommand

  init(_ screen: Screen, _ wrap: @escaping (Command) -> DashboardCommand) {
    scope = screen.scope
    self.wrap = wrap
  }

  func callAsFunction(
    _ key: Key, _ command: Command, _ label: String?, _ help: String, _ rank: Int = 5
  ) -> KeyBinding<DashboardCommand> {
    .init([key], wrap(command), label: label, help: help, rank: rank, only: scope)
  }
}
