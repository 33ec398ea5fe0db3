/// The identity of the scenes. They follow from the seed of the plan, so that only the version of the
/// drawing code can differ.
extension Scenes {
  /// The version of the drawing code. It is raised when the same seed gives other scenes than before.
  static let version = 1

  /// Computes the fingerprint without drawing a scene.
  public func fingerprint() -> DataFingerprint {
    DataFingerprint(
      kind: name,
      variant: "version \(Self.version), \(imageShape), \(count(.train)) and \(count(.validation))",
      classes: classes.map { .init(id: $0) })
  }
}
