/// The origin of a run that began beside another one, or as a fork of it.
public struct Lineage: Hashable, Codable, Sendable {
  /// The name of the other run.
  public var parent: String
  /// The number of steps that both have in common; 0 if they began together.
  public var step: Int

  /// Creates a lineage from a parent and the steps in common.
  public init(parent: String, step: Int) {
    self.parent = parent
    self.step = step
  }
}
