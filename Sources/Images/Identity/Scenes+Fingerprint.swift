/// The identity of the scenes: they follow from the plan's seed, so that only the program's way of
/// drawing can differ.
extension Scenes {
  /// Raised when the same seed gives other pictures than before.
  static let version = 1

  public func fingerprint() -> DataFingerprint {
    DataFingerprint(
      kind: name,
      variant: "version \(Self.version), \(imageShape), \(count(.train)) and \(count(.validation))",
      classes: classes.map { .init(id: $0) })
  }
}
