import Checksums
import Glibc

/// A parser for the lines of steps, in exactly the form in which `JournalLine` writes them.
///
/// Nearly all lines of a journal are steps, and a general JSON parser needs a hundred times as long.
/// `EventLine.Parser`, the plain version of this parser, reads lines in any other form.
struct StepLineParser {
  static let beginning: StaticString = #"{"event":"step","#

  private var rest: UnsafeBufferPointer<UInt8>.SubSequence
  private var isAsExpected = true

  /// Returns the step of a line; `nil` if the line has any other form.
  /// - Parameter line: The line without its newline. The byte after it in memory must be readable.
  static func step(_ line: UnsafeBufferPointer<UInt8>) -> TrainingEvent.Step? {
    guard line.starts(with: beginning) else { return nil }
    var reader = StepLineParser(rest: line.dropFirst(beginning.utf8CodeUnitCount))
    // Every line of an older journal names the run.
    if reader.rest.starts(with: #""run":""#) { reader.skipRun() }
    reader.skip(#""step":"#)
    let number = reader.integer()
    var step = TrainingEvent.Step(
      step: number, epoch: reader.number(#","epoch":"#), loss: reader.number(#","loss":"#),
      top1: reader.number(#","top1":"#), top5: reader.number(#","top5":"#),
      rate: reader.number(#","rate":"#),
      imagesPerSecond: reader.number(#","imagesPerSecond":"#),
      seconds: reader.number(#","seconds":"#))
    // Older journals do not have the field `waited`.
    if reader.rest.starts(with: #","waited"#) { step.waited = reader.number(#","waited":"#) }
    // Only sessions with a time limit have this field.
    if reader.rest.starts(with: #","secondsLeft"#) {
      step.secondsLeft = reader.number(#","secondsLeft":"#)
    }
    if reader.rest.first == UInt8(ascii: ",") { reader.skipChecksum() }
    reader.skip("}")
    return reader.isAsExpected && reader.rest.isEmpty ? step : nil
  }

  private mutating func skip(_ text: StaticString) {
    guard rest.starts(with: text) else {
      isAsExpected = false
      return
    }
    rest = rest.dropFirst(text.utf8CodeUnitCount)
  }

  /// Skips the name of the run: plain characters between quotation marks, and a comma.
  private mutating func skipRun() {
    skip(#""run":""#)
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "\"") { return skip(",") }
      guard (0x20...0x7e).contains(byte), byte != UInt8(ascii: "\\") else { break }
    }
    isAsExpected = false
  }

  /// Skips the checksum, which has been compared before.
  private mutating func skipChecksum() {
    skip(JournalLine.checksumKey)
    for _ in 0..<CRC32.digitCount {
      switch rest.popFirst() ?? 0 {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): break
      default: isAsExpected = false
      }
    }
    skip("\"")
  }

  private mutating func integer() -> Int {
    let (value, count, startsWithZero) = digits()
    if count == 0 || count > 18 || startsWithZero && count > 1 { isAsExpected = false }
    return Int(truncatingIfNeeded: value)
  }

  private mutating func digits(after value: UInt64 = 0) -> (UInt64, count: Int, zero: Bool) {
    var value = value
    var count = 0
    let startsWithZero = rest.first == UInt8(ascii: "0")
    while let byte = rest.first, byte &- UInt8(ascii: "0") < 10 {
      value = value &* 10 &+ UInt64(byte &- UInt8(ascii: "0"))
      count += 1
      rest = rest.dropFirst()
    }
    return (value, count, startsWithZero)
  }

  private mutating func number(_ key: StaticString) -> Double {
    skip(key)
    guard isAsExpected else { return .nan }
    if rest.first == UInt8(ascii: "\"") { return word() }
    let start = rest
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative { rest = rest.dropFirst() }
    var (mantissa, places, startsWithZero) = digits()
    if places == 0 || startsWithZero && places > 1 { isAsExpected = false }
    var exponent = 0
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      let fraction = digits(after: mantissa)
      if fraction.count == 0 { isAsExpected = false }
      mantissa = fraction.0
      places += fraction.count
      exponent = -fraction.count
    } else if startsWithZero, rest.first.map({ $0 | 0x20 == UInt8(ascii: "e") }) ?? false {
      // No writer produces "0e…", and JSON parsers disagree about it.
      isAsExpected = false
    }
    exponent += exponentPart()
    guard isAsExpected else { return .nan }
    // The mantissa and the power are exact in double precision, so the only rounding is the correct one
    // (Clinger 1990).
    if places <= 19, mantissa <= 1 << 53, abs(exponent) < Self.powers.count {
      let value = Double(mantissa)
      let power = Self.powers[abs(exponent)]
      let result = exponent < 0 ? value / power : value * power
      return isNegative ? -result : result
    }
    return readSlowly(start)
  }

  private mutating func exponentPart() -> Int {
    guard let letter = rest.first, letter | 0x20 == UInt8(ascii: "e") else { return 0 }
    rest = rest.dropFirst()
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
    let (value, count, _) = digits()
    if count == 0 || count > 4 { isAsExpected = false }
    return isNegative ? -Int(truncatingIfNeeded: value) : Int(truncatingIfNeeded: value)
  }

  /// Reads a number with too many digits for the exact calculation, with `strtod`. The byte after the line
  /// ends the number.
  private mutating func readSlowly(_ start: UnsafeBufferPointer<UInt8>.SubSequence) -> Double {
    let text = UnsafeBufferPointer(rebasing: start)
    guard let base = text.baseAddress else { return .nan }
    let value = base.withMemoryRebound(to: CChar.self, capacity: text.count) { strtod($0, nil) }
    if !value.isFinite { isAsExpected = false }
    return value
  }

  /// Reads NaN or an infinity, written as "nan", "inf" or "-inf".
  private mutating func word() -> Double {
    for (text, value) in Self.words where rest.starts(with: text) {
      rest = rest.dropFirst(text.utf8CodeUnitCount)
      return value
    }
    isAsExpected = false
    return .nan
  }

  private static let words: [(StaticString, Double)] = [
    (#""nan""#, .nan), (#""inf""#, .infinity), (#""-inf""#, -.infinity),
  ]

  /// The powers of ten that are exact in double precision.
  private static let powers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
    1e18, 1e19, 1e20, 1e21, 1e22,
  ]
}

extension UnsafeBufferPointer<UInt8> {
  func starts(with text: StaticString) -> Bool { self[...].starts(with: text) }
}

extension UnsafeBufferPointer<UInt8>.SubSequence {
  func starts(with text: StaticString) -> Bool {
    let length = text.utf8CodeUnitCount
    guard count >= length, let here = UnsafeBufferPointer(rebasing: self).baseAddress else {
      return false
    }
    return memcmp(here, text.utf8Start, length) == 0
  }
}
