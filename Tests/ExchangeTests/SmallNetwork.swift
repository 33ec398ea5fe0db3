import Blueprint

@testable import Exchange

/// Networks for tests, with weights that are numbered in the order of the tensors.
enum SmallNetwork {
  /// A network of few weights with every kind of layer and setting.
  static let spec = NetworkSpec(
    name: "small", source: "a test", input: Shape(channels: 3, height: 12, width: 10),
    inputScale: 0.5,
    layers: [
      LayerSpec(
        "conv1",
        .convolution(
          Convolution(outputs: 8, kernel: 3, stride: 2, padding: 1, initial: Initialization(.he)))),
      LayerSpec("relu1", .activation(.relu)),
      LayerSpec(
        "norm1", .normalization(ResponseNormalization(size: 3, alpha: 0.25, beta: 0.5, k: 1))),
      LayerSpec("pool1", .pooling(Pooling(size: 3, stride: 2, rounding: .ceil))),
      LayerSpec(
        "conv2",
        .convolution(
          Convolution(outputs: 4, kernel: 1, groups: 2, initial: Initialization(.he)))),
      LayerSpec("tanh2", .activation(.tanh)),
      LayerSpec(
        "norm2", .normalization(ResponseNormalization(size: 1, alpha: 1, groups: 2))),
      LayerSpec(
        "same2",
        .normalization(ResponseNormalization(.sameMap, size: 3, alpha: 0.5, beta: 0.75, k: 2))),
      LayerSpec("pool2", .pooling(Pooling(.average, size: 2, stride: 1, padding: 1))),
      LayerSpec("drop3", .dropout),
      LayerSpec("fc3", .fullyConnected(FullyConnected(outputs: 6, initial: Initialization(.he)))),
      LayerSpec("relu3", .activation(.relu)),
      LayerSpec("fc4", .fullyConnected(FullyConnected(outputs: 2, initial: Initialization(.he)))),
    ])

  /// The number of elements of each tensor, by hand: conv1 has kernels of 3×3×3, conv2 of 1×1×4. The pooled
  /// maps of 6×5 have 3×2 windows with `ceil`, and padding makes them 4×3.
  static let sizes = [
    "conv1.weight": 8 * 27, "conv1.bias": 8, "conv2.weight": 4 * 4, "conv2.bias": 4,
    "fc3.weight": 6 * 48, "fc3.bias": 6, "fc4.weight": 2 * 6, "fc4.bias": 2,
  ]

  /// The elements of a tensor: its number in the order of names, with a fraction for each element.
  static func numbers(_ name: String, count: Int) -> [Float] {
    let number = sizes.keys.sorted().firstIndex(of: name) ?? -1
    return (0..<count).map { Float(number) + Float($0) / 1024 }
  }

  /// Creates the network to export.
  static func exported(
    _ spec: NetworkSpec = spec, lrn: Bool = true, classes: [String] = ["a \"b\"", "Mond 🌙"],
    image: Shape? = Shape(channels: 3, height: 16, width: 16),
    mean: InputMean = .color([100, 110.5, 120])
  ) throws -> ExportedNetwork {
    try ExportedNetwork(
      spec, lrn: lrn, run: "first", step: 300, classes: classes, image: image, mean: mean
    ) { name, shape in numbers(name, count: shape.reduce(1, *)) }
  }
}
