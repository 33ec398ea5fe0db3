import Dashboard

/// The screens and their number keys, for help texts.
enum ScreenList {
  /// The keys and the names of all screens: "1 to 7 choose what is shown (live, kernels, …)".
  static var sentence: String {
    let screens = DashboardState.screens
    let names = screens.map(\.name).joined(separator: ", ")
    return "\(screens[0].key) to \(screens[screens.count - 1].key) choose what is shown (\(names))"
  }

  /// One line for each screen: "  2  kernels: all, one magnified, and over time".
  static var lines: String {
    DashboardState.screens.map { "  \($0.key)  \($0.help)" }.joined(separator: "\n")
  }
}
