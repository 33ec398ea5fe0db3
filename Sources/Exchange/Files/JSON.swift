import FoundationEssentials

/// JSON in one line, for the metadata of files.
enum JSON {
  /// Returns a value as JSON with sorted keys.
  static func text(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(value) else {
      preconditionFailure("only finite numbers and texts are encoded")
    }
    return String(decoding: data, as: UTF8.self)
  }
}

/// The elements of a tensor as lists in lists, the form of `torch.tensor` and `numpy.array`.
struct NestedNumbers: Encodable {
  private let numbers: ArraySlice<Float>
  private let shape: ArraySlice<Int>

  /// Creates the lists of a tensor.
  /// - Parameters:
  ///   - numbers: The elements in row-major order.
  ///   - shape: The extent of each dimension, the outermost first.
  init(_ numbers: [Float], shape: [Int]) {
    self.init(numbers[...], shape[...])
    precondition(numbers.count == shape.reduce(1, *), "the shape has one place for each number")
  }

  private init(_ numbers: ArraySlice<Float>, _ shape: ArraySlice<Int>) {
    self.numbers = numbers
    self.shape = shape
  }

  func encode(to encoder: any Encoder) throws {
    var list = encoder.unkeyedContainer()
    guard shape.count > 1, let extent = shape.first, extent > 0 else {
      for number in numbers { try list.encode(number) }
      return
    }
    let size = numbers.count / extent
    for start in stride(from: numbers.startIndex, to: numbers.endIndex, by: size) {
      try list.encode(NestedNumbers(numbers[start..<start + size], shape.dropFirst()))
    }
  }
}
