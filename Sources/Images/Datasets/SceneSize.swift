import Blueprint

/// How large the built-in scenes are drawn: the network that they are for decides it, so that the same
/// plan always gives the same scenes.
enum SceneSize: Hashable, Sendable, CaseIterable {
  /// 72×72, for the compact networks' crops of 64×64.
  case small
  /// 256×256 with detail at every scale, for the paper's crops of 227×227.
  case detailed

  /// - Parameter input: one image as the network takes it, after cropping.
  init(for input: Shape) {
    let room = ScenePainter.side
    self = input.height > room || input.width > room ? .detailed : .small
  }

  var side: Int {
    switch self {
    case .small: ScenePainter.side
    case .detailed: DetailedScenePainter.side
    }
  }

  /// Fewer detailed scenes validate: such networks take a hundred times as long for each.
  func count(_ split: Split) -> Int {
    switch (self, split) {
    case (_, .train): 14_400
    case (.small, .validation): 2_000
    case (.detailed, .validation): 800
    }
  }

  /// True if scenes of a split are kept once they are drawn. Detailed training scenes would take 2.8 GB;
  /// a loader draws them several times as fast as such networks train.
  func keeps(_ split: Split) -> Bool { self == .small || split == .validation }

  /// Training scenes on which the colours are measured. They take a fraction of a second to draw; the
  /// standard error of the mean is below one grey level for the small scenes, about two for the others.
  var measuredCount: Int { self == .small ? 512 : 160 }
}
