extension ParameterCopy {
  /// The largest count of numbers in a message between columns: 4 MiB, so that messages need little memory.
  private static let messageLength = 1 << 20

  /// Returns the ranges of the messages with some numbers.
  private static func messages(_ count: Int) -> [Range<Int>] {
    stride(from: 0, to: count, by: messageLength).map { $0..<min(count, $0 + messageLength) }
  }

  /// Appends the messages that send numbers to the first column.
  /// - Parameter memory: The tensor that has the numbers.
  func appendSending(
    _ numbers: Slice<UnsafeMutableBufferPointer<Float>>, in memory: Tensor,
    to column: NetworkColumn
  ) {
    for range in Self.messages(numbers.count) {
      append {
        let message = UnsafeMutableBufferPointer(rebasing: numbers[range])
        return withExtendedLifetime(memory) { column.exchange(Array(message)) != nil }
      }
    }
  }

  /// Appends the messages that bring the other columns' part of a parameter.
  /// - Parameter destination: The memory of the whole parameter.
  func appendReceiving(
    _ parameter: Parameter, to destination: UnsafeMutablePointer<Float>,
    from column: NetworkColumn
  ) {
    guard parameter.isDivided else { return }
    let end = parameter.part.upperBound
    for range in Self.messages(parameter.count - end) {
      append {
        guard let messages = column.exchange([Float]()) else { return false }
        let start = destination + end + range.lowerBound
        _ = UnsafeMutableBufferPointer(start: start, count: range.count)
          .update(fromContentsOf: messages[1])
        return true
      }
    }
  }
}
