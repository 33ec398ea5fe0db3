/// Reads the line of a step as `EventLine` writes it, some thirty times as fast as a reader of JSON:
/// nearly all lines of a journal are steps, and hundreds of thousands are to be there within a second.
/// Any other line is nil, and for a reader of JSON.
struct StepLine {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var place = 0

  static func event(in bytes: UnsafeBufferPointer<UInt8>) -> EventLine? {
    var line = StepLine(bytes: bytes)
    return line.read()
  }

  private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  private mutating func read() -> EventLine? {
    guard skip(#"{"event":"step","run":""#), let run = plainText(),
      skip(#","step":"#), let step = integer(),
      skip(#","epoch":"#), let epoch = number(),
      skip(#","loss":"#), let loss = number(),
      skip(#","top1":"#), let top1 = number(),
      skip(#","top5":"#), let top5 = number(),
      skip(#","rate":"#), let rate = number(),
      skip(#","imagesPerSecond":"#), let imagesPerSecond = number(),
      skip(#","seconds":"#), let seconds = number(),
      skip(#","waited":"#), let waited = number(),
      skip("}"), place == bytes.count
    else { return nil }
    return EventLine(
      run: run,
      event: .step(
        .init(
          step: step, epoch: epoch, loss: loss, top1: top1, top5: top5, rate: rate,
          imagesPerSecond: imagesPerSecond, seconds: seconds, waited: waited)))
  }

  private mutating func skip(_ text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard bytes.count - place >= count else { return false }
    for index in 0..<count where bytes[place + index] != text.utf8Start[index] { return false }
    place += count
    return true
  }

  /// Up to the quotation mark, which is passed; nil for what is written otherwise than it is.
  private mutating func plainText() -> String? {
    let start = place
    while place < bytes.count {
      let byte = bytes[place]
      guard byte >= 0x20, byte < 0x7F, byte != UInt8(ascii: "\\") else { return nil }
      place += 1
      if byte == UInt8(ascii: "\"") {
        return String(decoding: bytes[start..<place - 1], as: UTF8.self)
      }
    }
    return nil
  }

  private mutating func integer() -> Int? {
    let start = place
    var value = 0
    while place < bytes.count, case 0...9 = bytes[place] &- 0x30 {
      // Eighteen digits cannot overflow.
      guard place - start < 18 else { return nil }
      value = value * 10 + Int(bytes[place] - 0x30)
      place += 1
    }
    return place > start ? value : nil
  }

  private mutating func number() -> Double? {
    let start = place
    while place < bytes.count, Self.isPartOfNumber(bytes[place]) { place += 1 }
    guard place > start else { return nil }
    return Double(Substring(decoding: bytes[start..<place], as: UTF8.self))
  }

  private static func isPartOfNumber(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
      UInt8(ascii: "+"), UInt8(ascii: "e"):
      true
    default: false
    }
  }
}
