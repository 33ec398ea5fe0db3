import Blueprint

/// Layers of small networks for tests, in few words.
extension LayerSpec.Kind {
  static func conv(
    _ outputs: Int, _ kernel: Int, stride: Int = 1, padding: Int = 0, groups: Int = 1
  ) -> LayerSpec.Kind {
    .convolution(
      Convolution(
        outputs: outputs, kernel: kernel, stride: stride, padding: padding, groups: groups,
        initial: Initialization(.he)))
  }

  static func local(
    _ outputs: Int, _ kernel: Int, stride: Int = 1, padding: Int = 0
  ) -> LayerSpec.Kind {
    .locallyConnected(
      LocallyConnected(
        outputs: outputs, kernel: kernel, stride: stride, padding: padding,
        initial: Initialization(.he)))
  }

  static func full(_ outputs: Int, groups: Int = 1) -> LayerSpec.Kind {
    .fullyConnected(
      FullyConnected(outputs: outputs, groups: groups, initial: Initialization(.he)))
  }

  static func lrn(alpha: Double, groups: Int = 1) -> LayerSpec.Kind {
    .normalization(ResponseNormalization(alpha: alpha, groups: groups))
  }

  static func sameMap(_ size: Int) -> LayerSpec.Kind {
    .normalization(ResponseNormalization(.sameMap, size: size, alpha: 0.05))
  }

  static func maximum(
    _ size: Int, _ stride: Int, _ rounding: Pooling.Rounding = .floor
  ) -> LayerSpec.Kind {
    .pooling(Pooling(size: size, stride: stride, rounding: rounding))
  }
}
