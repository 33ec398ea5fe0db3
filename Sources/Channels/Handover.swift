/// A value that several threads use one after the other, never at the same time. The program determines their
/// order, for example because a thread ends before the next one starts.
public final class Handover<Value>: @unchecked Sendable {
  /// The value, for the thread whose turn it is.
  public var value: Value

  /// Creates a handover.
  public init(_ value: Value) { self.value = value }
}
