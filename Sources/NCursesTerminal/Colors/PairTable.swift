import TerminalUI

/// The colour pairs that ncurses knows so far. A pair that is on the screen is never redefined:
/// ncurses would search the whole screen for it.
struct PairTable {
  /// All that the terminal has, the first (its own colours) included.
  let capacity: Int32
  private var numbers: [UInt64: Int32] = [:]

  init(capacity: Int32) { self.capacity = capacity }

  enum Answer: Equatable {
    case known(Int32)
    case new(Int32)
    case full
  }

  mutating func pair(_ foreground: Color, on background: Color) -> Answer {
    if foreground == .standard && background == .standard { return .known(0) }
    let key = UInt64(foreground.raw) << 32 | UInt64(background.raw)
    if let number = numbers[key] { return .known(number) }
    let number = Int32(numbers.count) + 1
    guard number < capacity else { return .full }
    numbers[key] = number
    return .new(number)
  }

  mutating func removeAll() { numbers.removeAll(keepingCapacity: true) }
}

extension Color {
  /// As ncurses numbers colours under a direct-colour entry of ours, and under any other while only
  /// the palette is used. 24-bit values that would mean the palette (the 256 darkest blues) take
  /// one step of green.
  var cursesNumber: Int32 {
    if isPalette { return Int32(paletteIndex) }
    guard isRGB else { return -1 }
    let value = Int32(raw & 0xff_ffff)
    return value < 256 ? value | 0x100 : value
  }
}
