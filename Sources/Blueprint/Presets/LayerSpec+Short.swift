// Short constructors of layers for the presets.

extension LayerSpec {
  static func convolution(
    _ name: String, _ outputs: Int, kernel: Int, stride: Int = 1, padding: Int = 0,
    groups: Int = 1, _ initial: Initialization, _ learning: LearningFactors = LearningFactors()
  ) -> LayerSpec {
    LayerSpec(
      name,
      .convolution(
        Convolution(
          outputs: outputs, kernel: kernel, stride: stride, padding: padding, groups: groups,
          initial: initial, learning: learning)))
  }

  static func local(
    _ name: String, _ outputs: Int, kernel: Int, padding: Int = 0, _ initial: Initialization,
    _ learning: LearningFactors = LearningFactors()
  ) -> LayerSpec {
    LayerSpec(
      name,
      .locallyConnected(
        LocallyConnected(
          outputs: outputs, kernel: kernel, padding: padding, initial: initial, learning: learning))
    )
  }

  static func full(
    _ name: String, _ outputs: Int, groups: Int = 1, _ initial: Initialization,
    _ learning: LearningFactors = LearningFactors()
  ) -> LayerSpec {
    LayerSpec(
      name,
      .fullyConnected(
        FullyConnected(outputs: outputs, groups: groups, initial: initial, learning: learning)))
  }

  static func relu(_ name: String) -> LayerSpec { LayerSpec(name, .activation(.relu)) }

  static func dropout(_ name: String) -> LayerSpec { LayerSpec(name, .dropout) }

  /// Local response normalisation, by default with the paper's constants (section 3.3).
  static func lrn(
    _ name: String, _ normalization: ResponseNormalization = ResponseNormalization()
  ) -> LayerSpec {
    LayerSpec(name, .normalization(normalization))
  }

  /// Max-pooling over 3×3 windows with a stride of 2 (paper, section 3.4).
  static func overlappingPool(_ name: String) -> LayerSpec {
    LayerSpec(name, .pooling(Pooling(size: 3, stride: 2)))
  }
}
