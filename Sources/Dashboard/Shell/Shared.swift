/// A constant of a view in memory of its own, which the copies of the view share.
///
/// The state of the dashboard has hundreds of fields. In a view itself, the compiler would generate code for each kind
/// of view that copies and releases all of them, half of the code of this module.
@propertyWrapper
struct Shared<Value: Sendable>: Sendable {
  private final class Memory: Sendable {
    let value: Value

    init(_ value: Value) { self.value = value }
  }

  private let memory: Memory

  init(_ value: Value) { memory = Memory(value) }

  /// The memory, for other views: `Panel(state: $state)`.
  var projectedValue: Shared { self }

  /// The constant. It is read in place: a getter would copy it for each field that is read.
  var wrappedValue: Value {
    _read { yield memory.value }
  }
}
