import Blueprint

/// A run that ended because training failed.
public struct RunFailure: Explained, Equatable {
  /// The message of the event that ended the run, with the run's name where there are several.
  public var problem: String
  /// Empty: the message contains it.
  public var remedy: String { "" }

  /// Creates the failure from the message of an event.
  public init(problem: String) { self.problem = problem }
}
