/// Writes the parts of a control string of sixels into memory that has room for them, without a check for each byte.
struct SixelWriter {
  /// The most bytes of a colour's definition: `#255;2;100;100;100`.
  static let longestColor = 18
  /// The most bytes of a colour's choice: `$#255`.
  static let longestChoice = 5
  /// The most bytes of equal sixels, of which there are fewer than 100,000: `!99999~`.
  static let longestRun = 7

  private let memory: UnsafeMutableBufferPointer<UInt8>
  private var count = 0

  private init(_ memory: UnsafeMutableBufferPointer<UInt8>) { self.memory = memory }

  /// Appends what `body` writes.
  /// - Parameter limit: The number of bytes that `body` writes at most.
  static func write(
    to bytes: inout [UInt8], atMost limit: Int, _ body: (inout SixelWriter) -> Void
  ) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: limit) { memory in
      var writer = SixelWriter(memory)
      body(&writer)
      precondition(writer.count <= limit, "a control string is shorter than its limit")
      bytes += UnsafeBufferPointer(rebasing: memory[..<writer.count])
    }
  }

  mutating func put(_ byte: UInt8) {
    memory[count] = byte
    count += 1
  }

  private mutating func put(_ number: Int) {
    if number >= 10 { put(number / 10) }
    put(UInt8(ascii: "0") + UInt8(number % 10))
  }

  /// Writes the definition of a colour, whose channels are per cent.
  mutating func put(color: UInt32, number: Int) {
    put(UInt8(ascii: "#"))
    put(number)
    put(UInt8(ascii: ";"))
    put(2)
    for shift in [UInt32(16), 8, 0] {
      put(UInt8(ascii: ";"))
      put((Int(color >> shift & 255) * 100 + 127) / 255)
    }
  }

  /// Writes the choice of the colour of the sixels that follow.
  mutating func put(choice number: Int) {
    put(UInt8(ascii: "#"))
    put(number)
  }

  /// Writes equal sixels. Four or more are shorter as a repetition.
  mutating func put(_ bits: UInt8, count: Int) {
    guard count > 0 else { return }
    if count < 4 {
      for _ in 0..<count { put(bits + 0x3f) }
    } else {
      put(UInt8(ascii: "!"))
      put(count)
      put(bits + 0x3f)
    }
  }
}
