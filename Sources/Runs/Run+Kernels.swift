import Blueprint

extension Run {
  /// The first convolution's weights in the latest checkpoint, and its step; nil when there is none that
  /// can be read. They are for looking at: the checksum of the whole file is not compared.
  public var latestKernels: (step: Int, kernels: Kernels)? {
    guard let step = checkpoints.steps.last, let network = try? plan().network,
      let file = try? SafetensorsFile(path: checkpoints.path(ofStep: step))
    else { return nil }
    for layer in network.layers {
      guard case .convolution = layer.kind else { continue }
      let name = "\(layer.name).weight"
      // [outputs, inputs, height, width]
      guard let shape = file.tensors.first(where: { $0.name == name })?.shape, shape.count == 4,
        shape[2] == shape[3], let weights = try? file.floats(name)
      else { return nil }
      let kernels = Kernels(
        count: shape[0], channels: shape[1], size: shape[2], weights: weights)
      return (step, kernels)
    }
    return nil
  }

  /// Where it is among others.
  public var store: RunStore {
    RunStore(directory: String(folder.prefix(max(0, folder.utf8.count - name.utf8.count - 1))))
  }
}
