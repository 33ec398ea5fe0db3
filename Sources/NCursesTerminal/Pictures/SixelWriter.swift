/// Writes the parts of a control string of sixels into memory that has room for them, without a check for each byte.
struct SixelWriter {
  /// The most bytes of a colour's definition: `#255;2;100;100;100`.
  static let longestColor = 18
  /// The most bytes of a colour's choice: `$#255`.
  static let longestChoice = 5
  /// The most bytes of equal sixels: `!999~`.
  static let longestRun = 5
  /// Equal sixels are fewer than this.
  static let longestCount = 1000

  /// The text of a number of equal sixels: what is before the first, and how often the sixel is written.
  private struct Repetition {
    var prefix: UInt32 = 0
    var prefixLength = 0
    var times: Int

    init(_ count: Int) {
      times = count
      // Four or more are shorter as a repetition.
      guard count >= 4 else { return }
      for byte in "!\(count)".utf8.reversed() { prefix = prefix << 8 | UInt32(byte) }
      prefixLength = "!\(count)".utf8.count
      times = 1
    }
  }

  private static let repetitions = (0..<longestCount).map(Repetition.init)

  private let memory: UnsafeMutableRawBufferPointer
  private let repetitions: UnsafeBufferPointer<Repetition>
  private var count = 0

  private init(memory: UnsafeMutableRawBufferPointer, repetitions: UnsafeBufferPointer<Repetition>)
  {
    self.memory = memory
    self.repetitions = repetitions
  }

  /// Appends what `body` writes.
  /// - Parameter limit: The number of bytes that `body` writes at most.
  static func write(
    to bytes: inout [UInt8], atMost limit: Int, _ body: (inout SixelWriter) -> Void
  ) {
    repetitions.withUnsafeBufferPointer { repetitions in
      // Equal sixels are written as two words, the second of which can exceed them.
      withUnsafeTemporaryAllocation(byteCount: limit + 8, alignment: 8) { memory in
        var writer = SixelWriter(memory: memory, repetitions: repetitions)
        body(&writer)
        precondition(writer.count <= limit, "a control string is shorter than its limit")
        bytes += UnsafeRawBufferPointer(rebasing: memory[..<writer.count])
      }
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

  /// Writes equal sixels, without a branch for each of their bytes.
  /// - Precondition: There are fewer than ``longestCount``.
  @inline(__always)
  mutating func put(_ bits: UInt8, count number: Int) {
    let repetition = repetitions[number]
    memory.storeBytes(of: repetition.prefix, toByteOffset: count, as: UInt32.self)
    count &+= repetition.prefixLength
    memory.storeBytes(of: UInt32(bits + 0x3f) &* 0x0101_0101, toByteOffset: count, as: UInt32.self)
    count &+= repetition.times
  }
}
