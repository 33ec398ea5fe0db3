/// Colours for values from 0 to 1 over a picture: from dark blue over violet, red and orange to pale yellow.
///
/// The lightness rises with the value in about equal steps (CIE 1976 L*), so that the order of two colours is
/// visible without the difference of hues too.
public struct HeatColorScale: Sendable {
  /// The colours at equal distances. Their L* is 13, 23, 33, 44, 56, 67, 79 and 92.
  private static let colors: [Color] = [
    .rgb(0x1f1a4c), .rgb(0x4c1d78), .rgb(0x83257f), .rgb(0xba3367), .rgb(0xe2583f),
    .rgb(0xf08a2e), .rgb(0xf5b948), .rgb(0xf8e9a0),
  ]

  /// Creates the scale.
  public init() {}

  /// Returns the 24-bit colour of a value; values outside 0…1 have the colours of the ends.
  public func color(_ value: Double) -> Color {
    let place = min(1, max(0, value)) * Double(Self.colors.count - 1)
    let index = min(Self.colors.count - 2, Int(place))
    return Self.colors[index].mixed(with: Self.colors[index + 1], place - Double(index))
  }
}
