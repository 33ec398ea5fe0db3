import Images

/// A class with which a network was trained, in so far as it is known.
public struct TrainingClass: Hashable, Sendable {
  /// The name in the data, such as that of a folder; `nil` if it is not known.
  public var id: String?
  /// The name for people.
  public var name: String

  /// Creates a class.
  public init(id: String?, name: String) {
    self.id = id
    self.name = name
  }

  fileprivate func isSame(as other: DataFingerprint.ImageClass) -> Bool {
    id == other.id || name == other.name || name == other.id
  }
}

extension [TrainingClass] {
  /// Checks that data have these classes in their order: the same ids, or the same names for people.
  /// - Parameters:
  ///   - fingerprint: The data, with the same number of classes.
  ///   - data: The location of the data, for messages.
  /// - Throws: `DataMismatch.otherClassOfImport` for the first class that differs.
  public func check(_ fingerprint: DataFingerprint, data: String) throws(DataMismatch) {
    for (index, pair) in zip(self, fingerprint.classes).enumerated()
    where !pair.0.isSame(as: pair.1) {
      throw .otherClassOfImport(
        number: index + 1, imported: pair.0.name, now: pair.1.name, data: data)
    }
  }
}
