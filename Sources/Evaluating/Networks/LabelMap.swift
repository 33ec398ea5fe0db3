import Images

/// The labels of a trained network for the labels of images whose classes have the same names, perhaps in
/// another order.
struct LabelMap: Equatable {
  /// The label of the network for each label of the images.
  let labels: [Int]

  /// Matches classes by the names of their folders, or else by their names for people. Names that several
  /// classes have, such as ImageNet's two cranes, are matched only if the order is the same too.
  /// - Parameters:
  ///   - network: The classes of the network.
  ///   - images: The classes of the images.
  /// - Returns: `nil` if the classes are not the same.
  init?(of network: [TrainedClass], for images: [TrainedClass]) {
    guard network.count == images.count else { return nil }
    for (own, other) in Self.candidates {
      let names = network.compactMap { $0[keyPath: own] }
      let others = images.compactMap { $0[keyPath: other] }
      guard names.count == network.count, others.count == images.count else { continue }
      if names == others {
        labels = Array(names.indices)
        return
      }
      let positions = Dictionary(zip(names, 0...)) { first, _ in first }
      guard positions.count == names.count, Set(others).count == others.count else { continue }
      let found = others.compactMap { positions[$0] }
      if found.count == others.count {
        labels = found
        return
      }
    }
    return nil
  }

  /// The names by which classes are matched: first those of the network, then those of the images.
  private static var candidates: [(KeyPath<TrainedClass, String?>, KeyPath<TrainedClass, String?>)]
  {
    [
      (\.id, \.id), (\.optionalName, \.optionalName), (\.optionalName, \.id),
      (\.id, \.optionalName),
    ]
  }

  /// Returns the classes of images with those of the network that the images lack after them, so that images
  /// of only some classes can be evaluated. The classes are returned unchanged if one of them is not a class
  /// of the network, or if several have the same name.
  static func completed(
    _ images: [TrainedClass], for network: [TrainedClass]
  ) -> [TrainedClass] {
    guard images.count < network.count else { return images }
    for (own, other) in candidates {
      let names = network.compactMap { $0[keyPath: own] }
      let others = Set(images.compactMap { $0[keyPath: other] })
      guard names.count == network.count, Set(names).count == names.count,
        others.count == images.count, others.isSubset(of: names)
      else { continue }
      return images
        + zip(network, names).filter { !others.contains($1) }.map { missing, name in
          other == \.id
            ? TrainedClass(id: name, name: missing.name) : TrainedClass(id: missing.id, name: name)
        }
    }
    return images
  }

  /// Returns the names of the classes that only one side has: by the names of folders if both sides have
  /// those, and by the names for people otherwise.
  static func difference(
    of network: [TrainedClass], from images: [TrainedClass]
  ) -> (missing: [String], extra: [String]) {
    let useIDs =
      (network + images).allSatisfy { $0.id != nil }
      && !Set(network.map(\.id)).isDisjoint(with: images.map(\.id))
    func key(_ one: TrainedClass) -> String { useIDs ? one.id ?? one.name : one.name }
    let (own, others) = (Set(network.map(key)), Set(images.map(key)))
    return (
      network.filter { !others.contains(key($0)) }.map(\.name),
      images.filter { !own.contains(key($0)) }.map(\.name)
    )
  }
}

extension TrainedClass {
  /// The name as an optional text, like the name of the folder.
  fileprivate var optionalName: String? { name }
}

extension DataFingerprint {
  /// The classes in the order of the labels.
  var trainedClasses: [TrainedClass] { classes.map { TrainedClass(id: $0.id, name: $0.name) } }
}
