import Testing

@testable import Exchange

/// The records of event files as values.
struct ReadEvents {
  /// The records in order.
  var events: [Tensorboard_Event] = []

  /// Reads all records of some files.
  init(_ paths: [String]) throws {
    for path in paths {
      let reader = try EventRecordReader(path: path)
      while let data = reader.next() {
        events.append(try Tensorboard_Event(serializedBytes: data))
      }
    }
  }

  /// The values of a tag with their steps, as TensorBoard shows them: a restart removes the values from its
  /// step on.
  func values(_ tag: String) -> [(step: Int, value: Tensorboard_Summary.Value)] {
    var values: [(step: Int, value: Tensorboard_Summary.Value)] = []
    for event in events {
      if case .sessionLog? = event.what { values.removeAll { $0.step >= Int(event.step) } }
      for value in event.summary.value where value.tag == tag {
        values.append((Int(event.step), value))
      }
    }
    return values
  }

  /// The numbers of a tag by their steps, in order.
  func scalars(_ tag: String) -> [[Double]] {
    values(tag).map { [Double($0.step), Double($0.value.simpleValue)] }
  }

  /// The names of all values.
  var tags: Set<String> { Set(events.flatMap { $0.summary.value.map(\.tag) }) }
}
