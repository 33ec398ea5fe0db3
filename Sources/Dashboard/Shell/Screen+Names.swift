extension DashboardState {
  /// The screens in the order of the number keys that choose them: their names in small letters and
  /// their descriptions, for help texts.
  public static let screens = Screen.allCases.map { screen in
    (key: screen.rawValue + 1, name: screen.title.lowercased(), help: screen.help)
  }
}
