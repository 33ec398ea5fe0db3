extension DashboardState {
  /// The smallest terminal for which the screens are drawn, in columns and rows. On a smaller one,
  /// `SmallScreen` is drawn.
  public static let minimumSize = (width: 40, height: 10)
}
