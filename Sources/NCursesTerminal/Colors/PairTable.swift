import TerminalUI

/// The pairs of colours that are defined in ncurses. A pair is never redefined, because ncurses
/// would search the whole screen for it.
struct PairTable {
  /// The number of pairs that the terminal allows, including the first (its own colours).
  let capacity: Int32
  private var numbers: [UInt64: Int32] = [:]

  init(capacity: Int32) { self.capacity = capacity }

  /// The result of a look-up.
  enum PairNumber: Equatable {
    /// The pair is already defined.
    case known(Int32)
    /// The number is free; the caller defines the pair.
    case new(Int32)
    /// All numbers are used.
    case full
  }

  /// Returns the number of a pair, or reserves one.
  mutating func pair(_ foreground: Color, on background: Color) -> PairNumber {
    if foreground == .standard && background == .standard { return .known(0) }
    let key = UInt64(foreground.raw) << 32 | UInt64(background.raw)
    if let number = numbers[key] { return .known(number) }
    let number = Int32(numbers.count) + 1
    guard number < capacity else { return .full }
    numbers[key] = number
    return .new(number)
  }

  /// Removes all pairs.
  mutating func removeAll() { numbers.removeAll(keepingCapacity: true) }
}

extension Color {
  /// The number of the colour in ncurses: −1 for the terminal's own, the index for colours of the
  /// palette, and the value of 24-bit colours for entries changed to direct colour. Values below 256
  /// would be colours of the palette, so these darkest blues get one step more green.
  var cursesNumber: Int32 {
    if isPalette { return Int32(paletteIndex) }
    guard isRGB else { return -1 }
    let value = Int32(raw & 0xff_ffff)
    return value < 256 ? value | 0x100 : value
  }
}
