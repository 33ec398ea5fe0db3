import TerminalUI

extension KeyBindings<DashboardCommand> {
  /// The one table of the dashboard's keys, in the order of the help page.
  static let dashboard = KeyBindings<DashboardCommand>(everywhere + onScreens + leaving)

  /// The keys that apply on every screen.
  private static let everywhere =
    LiveKeys.training + LanesKeys.training + LanesKeys.focus + ChartsKeys.everywhere
    + KernelsKeys.everywhere
    + ShellKeys.theme + PagesKeys.messagesAndLesson + ShellKeys.screens

  private static let onScreens =
    LiveKeys.onScreen + KernelsKeys.onScreen + ChartsKeys.onScreen + LayersKeys.onScreen
    + ImagesKeys.onScreen + CompareKeys.onScreen + RunListKeys.onScreen

  private static let leaving = PagesKeys.help + ShellKeys.leaving

  /// Returns the keys of the footer, without those that have no effect now: the key of the lesson
  /// without a lesson, and the keys of the trainer after the end of the runs.
  static func footer(hasLesson: Bool, isTraining: Bool) -> Self {
    switch (hasLesson, isTraining) {
    case (true, true): dashboard
    case (false, true): withoutLesson
    case (true, false): withoutTraining
    case (false, false): withoutEither
    }
  }

  private static let withoutLesson = dashboard.filtered { $0.command != .pages(.lesson) }
  private static let withoutTraining = dashboard.filtered { $0.family != .training }
  private static let withoutEither = withoutTraining.filtered { $0.command != .pages(.lesson) }

  private func filtered(_ isIncluded: (KeyBinding<DashboardCommand>) -> Bool) -> Self {
    Self(bindings.filter(isIncluded))
  }
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
