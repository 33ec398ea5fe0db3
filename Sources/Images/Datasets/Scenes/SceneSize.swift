import Blueprint

/// The size of the built-in scenes. It depends only on the network's input, so that the same plan always
/// gives the same scenes.
enum SceneSize: Hashable, Sendable, CaseIterable {
  /// 72×72, for the compact networks' crops of 64×64.
  case small
  /// 256×256 with detail at every scale, for the paper's crops of 227×227.
  case detailed

  /// Chooses the detailed scenes for a network whose input is larger than the small ones.
  /// - Parameter input: The shape of the network's input.
  init(for input: Shape) {
    let smallSide = ScenePainter.side
    self = input.height > smallSide || input.width > smallSide ? .detailed : .small
  }

  /// The width and height in pixels.
  var side: Int {
    switch self {
    case .small: ScenePainter.side
    case .detailed: DetailedScenePainter.side
    }
  }

  /// Returns the number of scenes of a split. The detailed validation set is smaller, because the
  /// networks that use it need a hundred times as long for each image.
  func count(_ split: Split) -> Int {
    switch (self, split) {
    case (_, .train): 14_400
    case (.small, .validation): 2_000
    case (.detailed, .validation): 800
    }
  }

  /// Returns true if the scenes of a split are kept in memory once they are drawn. Detailed
  /// training scenes would need 2.8 GB; one loader thread draws them several times as fast as their
  /// networks train.
  func keeps(_ split: Split) -> Bool { self == .small || split == .validation }

  /// The number of training scenes on which the colours are measured. They are drawn in a fraction of a
  /// second; the standard error of the mean is below one grey level for the small scenes and about two
  /// for the detailed ones.
  var measuredCount: Int { self == .small ? 512 : 160 }
}
