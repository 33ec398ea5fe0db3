/// The crops of an image that a network evaluates.
public enum EvaluationViews: Int, Hashable, Sendable, CaseIterable {
  /// The centre.
  case one = 1
  /// The four corners and the centre with their mirror images; the predictions for all ten are averaged
  /// (paper, section 4.1).
  case ten = 10

  /// The number of crops.
  public var count: Int { rawValue }
}

extension InputTransform {
  /// Returns the crops of an image in their order: the centre, the upper left, upper right, lower left and
  /// lower right corner, and then the mirror images of these five.
  func views(_ views: EvaluationViews) -> [View] {
    switch views {
    case .one: return [centre]
    case .ten:
      let (down, right) = (image.height - crop.height, image.width - crop.width)
      let corners = [(0, 0), (0, right), (down, 0), (down, right)]
      let crops = [centre] + corners.map { View(row: $0.0, column: $0.1) }
      return crops
        + crops.map { View(row: $0.row, column: $0.column, isMirrored: true) }
    }
  }
}
