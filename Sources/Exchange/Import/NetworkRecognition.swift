import Blueprint

/// The recognition of a network by the shapes of its tensors.
enum NetworkRecognition {
  /// The presets whose weights other programs publish. Where one of these fits, the others, which can have the
  /// same shapes, are not considered.
  private static let published: [NetworkSpec] = [.torchvision, .bvlcAlexNet, .caffeNet]

  /// Returns the preset that has the shapes of a file's tensors, with the file's number of classes.
  /// - Throws: `ImportError.severalNetworks` or `.noNetwork`.
  static func network(of names: TensorNames, path: String) throws(ImportError) -> NetworkSpec {
    let classes = names.fullyConnected.last?.weights?.shape.withoutLeadingOnes.first
    func fitted(_ network: NetworkSpec) -> NetworkSpec {
      classes.map(network.withClasses) ?? network
    }
    let others = NetworkSpec.presetNames.compactMap { try? NetworkSpec.named($0) }
      .filter { preset in !published.contains { $0.name == preset.name } }
    var nearest: (network: NetworkSpec, misfits: [TensorMisfit])?
    for candidates in [published, others] {
      var fits: [NetworkSpec] = []
      for network in candidates.map(fitted) {
        guard let match = try? TensorMatch(names, to: network) else { continue }
        if match.misfits.isEmpty { fits.append(network) }
        if match.misfits.count < nearest?.misfits.count ?? .max {
          nearest = (network, match.misfits)
        }
      }
      if fits.count == 1 { return fits[0] }
      if fits.count > 1 { throw .severalNetworks(path: path, networks: fits.map(\.name)) }
    }
    guard let nearest else { throw .unknownNames(path: path, names: names.others.map(\.name)) }
    throw .noNetwork(path: path, nearest: nearest.network.name, nearest.misfits)
  }
}
