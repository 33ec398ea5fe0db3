import TerminalUI

/// The characters on the screen, with the controls of ECMA-48 that ncurses sends to an xterm.
extension PixelTerminal {
  /// The characters of the rows, without the blanks at their ends.
  public var lines: [String] {
    (0..<height).map { y in
      let row = characters[(y * width)..<((y + 1) * width)]
      let end = row.lastIndex { $0 != UInt8(ascii: " ") }.map { $0 + 1 } ?? row.startIndex
      return String(decoding: row[..<end], as: UTF8.self)
    }
  }

  mutating func print(_ byte: UInt8) {
    if cursor.x < width, cursor.y < height {
      erase(Rect(x: cursor.x, y: cursor.y, width: 1, height: 1))
      characters[cursor.y * width + cursor.x] = byte < 0x80 ? byte : UInt8(ascii: "?")
    }
    cursor.x += 1
  }

  /// Obeys a control character.
  mutating func obey(_ control: UInt8) {
    switch control {
    case 8: cursor.x = max(0, min(cursor.x, width - 1) - 1)
    case 10: cursor.y = min(height - 1, cursor.y + 1)
    case 13: cursor.x = 0
    default: break
    }
  }

  /// Obeys a control sequence that moves the cursor or changes characters.
  mutating func edit(_ numbers: [Int], _ final: UInt8) {
    let count = max(1, numbers.first ?? 1)
    let column = min(cursor.x, width - 1)
    let place = cursor.y * width + column
    let end = (cursor.y + 1) * width
    switch final {
    case UInt8(ascii: "A"): cursor.y = max(0, cursor.y - count)
    case UInt8(ascii: "B"): cursor.y = min(height - 1, cursor.y + count)
    case UInt8(ascii: "C"): cursor.x = min(width - 1, cursor.x + count)
    case UInt8(ascii: "D"): cursor.x = max(0, column - count)
    case UInt8(ascii: "G"): cursor.x = count - 1
    case UInt8(ascii: "d"): cursor.y = count - 1
    case UInt8(ascii: "H"): cursor = (max(1, numbers.count > 1 ? numbers[1] : 1) - 1, count - 1)
    case UInt8(ascii: "K") where numbers.first == 1: eraseText(from: end - width, to: place + 1)
    case UInt8(ascii: "K"): eraseText(from: place, to: end)
    case UInt8(ascii: "X"): eraseText(from: place, to: min(end, place + count))
    case UInt8(ascii: "b"): for _ in 0..<count { print(characters[cursor.y * width + column - 1]) }
    case UInt8(ascii: "P"), UInt8(ascii: "@"):
      // Terminals differ in what happens to the pixels.
      note("a part of a row is shifted")
    default: break
    }
  }

  mutating func eraseText(from start: Int, to end: Int) {
    for place in start..<max(start, end) { characters[place] = UInt8(ascii: " ") }
  }
}
