import TerminalUI

/// Sixel graphics (Digital, *VT330/VT340 Programmer Reference Manual*, volume 2, chapter 14).
extension PixelTerminal {
  mutating func sixel(_ text: [UInt8]) {
    guard let start = text.firstIndex(of: UInt8(ascii: "q")) else {
      return note("a string is not sixel graphics")
    }
    var reader = SixelReader(text[(start + 1)...])
    reader.read()
    problemsOf(reader)
    let columns = width * cell.width
    for (y, row) in reader.rows.enumerated() {
      for (x, color) in row.enumerated() where color != nil {
        let (column, line) = (cursor.x * cell.width + x, cursor.y * cell.height + y)
        guard column < columns, line < height * cell.height else {
          note("a pixel is outside of the screen")
          return
        }
        sixels[line * columns + column] = color
      }
    }
    // The screen scrolls if the cursor would leave it below the picture.
    let below = cursor.y + (reader.rows.count + cell.height - 1) / cell.height
    if below >= height { note("the picture scrolls the screen") }
    log.append(
      "sixel \(reader.size.width)x\(reader.size.height) pixels with \(reader.colors.count) colours at "
        + "\(cursor.x),\(cursor.y)")
  }

  private mutating func problemsOf(_ reader: SixelReader) {
    for problem in reader.problems { note(problem) }
    if reader.rows.count > reader.size.height { note("a picture is higher than its declared size") }
  }
}

/// The data of sixel graphics.
private struct SixelReader {
  /// The pixels; a row has the declared width.
  var rows: [[UInt32?]] = []
  var size = PixelSize(width: 0, height: 0)
  var colors: [Int: UInt32] = [:]
  var problems: [String] = []
  private var rest: ArraySlice<UInt8>
  private var color = 0
  private var x = 0
  private var band = 0

  init(_ data: ArraySlice<UInt8>) { rest = data }

  mutating func read() {
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "\""):
        let numbers = numbers()
        if numbers.count == 4 { size = PixelSize(width: numbers[2], height: numbers[3]) }
      case UInt8(ascii: "#"):
        let numbers = numbers()
        color = numbers.first ?? 0
        if numbers.count == 5, numbers[1] == 2 {
          let channels = numbers[2...].map { UInt32(($0 * 255 + 50) / 100) }
          colors[color] = channels[0] << 16 | channels[1] << 8 | channels[2]
        } else if numbers.count != 1 {
          problems.append("a colour has \(numbers.count) numbers")
        }
      case UInt8(ascii: "!"):
        let count = numbers().first ?? 1
        guard let byte = rest.popFirst() else { return }
        put(byte, count: count)
      case UInt8(ascii: "$"): x = 0
      case UInt8(ascii: "-"): (x, band) = (0, band + 1)
      case 0x3f...0x7e: put(byte, count: 1)
      default: problems.append("the byte \(byte) is not part of sixel graphics")
      }
    }
  }

  private mutating func numbers() -> [Int] {
    var all = [0]
    while let byte = rest.first {
      if byte == UInt8(ascii: ";") {
        all.append(0)
      } else if byte >= 0x30, byte <= 0x39 {
        all[all.count - 1] = all[all.count - 1] * 10 + Int(byte - 0x30)
      } else {
        break
      }
      rest = rest.dropFirst()
    }
    return all
  }

  private mutating func put(_ byte: UInt8, count: Int) {
    guard byte >= 0x3f, byte <= 0x7e else { return problems.append("a repeated byte is \(byte)") }
    let bits = byte - 0x3f
    for bit in 0..<6 where bits >> UInt8(bit) & 1 == 1 {
      guard let shown = colors[color] else {
        return problems.append("colour \(color) is not defined")
      }
      let y = band * 6 + bit
      while rows.count <= y { rows.append(Array(repeating: nil, count: size.width)) }
      guard x + count <= size.width else {
        return problems.append("a picture is wider than its declared size")
      }
      for column in x..<x + count { rows[y][column] = shown }
    }
    x += count
  }
}
