import TerminalUI

/// Cells as bytes for a terminal: ECMA-48 positions and styles (SGR), each only where it changes.
struct CellStream {
  /// Room for all that may come, and how much of it is written: a frame has a hundred thousand bytes.
  private let bytes: UnsafeMutableBufferPointer<UInt8>
  private var count = 0
  private let depth: ColorDepth
  /// What the terminal can show for a glyph that takes one column.
  private let glyph: (UInt32) -> UInt32
  private var style = Style()
  /// The last cell as it was: its colours before they were reduced, and its glyph, which became `shown`.
  private var last = Cell()
  private var shown: UInt32?

  private init(
    _ bytes: UnsafeMutableBufferPointer<UInt8>, _ depth: ColorDepth,
    _ glyph: @escaping (UInt32) -> UInt32
  ) {
    self.bytes = bytes
    self.depth = depth
    self.glyph = glyph
  }

  /// The bytes of so many cells at most, each of which may have a style and a position of its own, and
  /// of as many ends of lines.
  static func bytes(
    ofCells cells: Int, depth: ColorDepth, glyph: @escaping (UInt32) -> UInt32,
    _ put: (inout CellStream) -> Void
  ) -> [UInt8] {
    Array(unsafeUninitializedCapacity: (cells + 1) * most) { bytes, count in
      var stream = CellStream(bytes, depth, glyph)
      put(&stream)
      stream.reset()
      count = stream.count
    }
  }

  /// "\e[99999;99999H", "\e[0;1;2;3;4;7;38;2;255;255;255;48;2;255;255;255m", four bytes of a glyph,
  /// "\e[0m\n".
  private static let most = 14 + 50 + 4 + 5

  /// To a cell counted from 0.
  mutating func move(x: Int, y: Int) {
    escape()
    put(y + 1)
    append(UInt8(ascii: ";"))
    put(x + 1)
    append(UInt8(ascii: "H"))
  }

  mutating func put(_ cell: Cell) {
    setStyle(of: cell)
    if shown == nil || cell.glyph != last.glyph {
      last.glyph = cell.glyph
      shown = glyph(cell.glyph)
    }
    put(glyph: shown ?? 0x20)
  }

  /// A wide character as it is. Terminals can disagree on its width, so the next cell needs a `move`.
  mutating func putWide(_ cell: Cell) {
    setStyle(of: cell)
    put(glyph: cell.glyph)
  }

  private mutating func setStyle(of cell: Cell) {
    guard
      cell.foreground != last.foreground || cell.background != last.background
        || cell.attributes != last.attributes
    else { return }
    last.foreground = cell.foreground
    last.background = cell.background
    last.attributes = cell.attributes
    let front = cell.foreground.reduced(to: depth)
    change(to: Style(front, on: cell.background.reduced(to: depth), cell.attributes))
  }

  private mutating func put(glyph: UInt32) {
    guard glyph >= 0x80 else { return append(UInt8(glyph)) }
    for byte in UTF8.encode(Unicode.Scalar(glyph) ?? "?") ?? UTF8.encodedReplacementCharacter {
      append(byte)
    }
  }

  mutating func newline() { append(UInt8(ascii: "\n")) }

  /// Back to the terminal's own colours.
  mutating func reset() {
    (last, shown) = (Cell(), nil)
    change(to: Style())
  }

  private mutating func change(to wanted: Style) {
    guard wanted != style else { return }
    defer { style = wanted }
    escape()
    // What has no colour or attribute any more needs a fresh start.
    let isAnew =
      wanted.attributes != style.attributes
      || wanted.foreground == .standard && style.foreground != .standard
      || wanted.background == .standard && style.background != .standard
    if isAnew {
      put(0)
      for (attribute, number) in Self.numbers where wanted.attributes.contains(attribute) {
        put(next: number)
      }
    }
    if isAnew || wanted.foreground != style.foreground { put(wanted.foreground, base: 30, isAnew) }
    let isFirst = !isAnew && wanted.foreground == style.foreground
    if isAnew || wanted.background != style.background {
      put(wanted.background, base: 40, !isFirst)
    }
    append(UInt8(ascii: "m"))
  }

  private static let numbers: [(Attributes, Int)] = [
    (.bold, 1), (.dim, 2), (.italic, 3), (.underline, 4), (.reverse, 7),
  ]

  private mutating func put(_ color: Color, base: Int, _ follows: Bool) {
    guard color.isRGB || color.isPalette else { return }
    if follows { append(UInt8(ascii: ";")) }
    if color.isRGB {
      put(base + 8)
      put(next: 2)
      put(next: Int(color.red))
      put(next: Int(color.green))
      put(next: Int(color.blue))
      return
    }
    switch Int(color.paletteIndex) {
    case let index where index < 8: put(base + index)
    case let index where index < 16: put(base + 60 + index - 8)
    case let index:
      put(base + 8)
      put(next: 5)
      put(next: index)
    }
  }

  private mutating func escape() {
    append(0x1b)
    append(UInt8(ascii: "["))
  }

  private mutating func put(next number: Int) {
    append(UInt8(ascii: ";"))
    put(number)
  }

  private mutating func put(_ number: Int) {
    if number >= 10 { put(number / 10) }
    append(UInt8(ascii: "0") + UInt8(number % 10))
  }

  private mutating func append(_ byte: UInt8) {
    bytes[count] = byte
    count += 1
  }
}

extension Frame {
  /// The frame as lines with styles, for printing it without a terminal program. Blank ends of lines
  /// are left out.
  public func sgrText(depth: ColorDepth, unicode: Bool = true) -> String {
    let glyph = { unicode ? max($0, 0x20) : ASCIIGlyph.nearest(to: $0) }
    let most = cells.count + height
    let bytes = CellStream.bytes(ofCells: most, depth: depth, glyph: glyph) { stream in
      for y in 0..<height {
        let line = cells[(y * width)..<((y + 1) * width)]
        let end = line.lastIndex { $0 != Cell() }.map { $0 + 1 } ?? line.startIndex
        for x in line.startIndex..<end {
          if unicode, x + 1 < end, line[x + 1].isContinuation {
            stream.putWide(line[x])
          } else if !unicode || !line[x].isContinuation {
            stream.put(line[x])
          }
        }
        stream.reset()
        stream.newline()
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// What turns the frame before, or a blank screen, into this one, as far as the screen reaches.
  func changes(
    from before: Frame?, width: Int, height: Int, depth: ColorDepth, unicode: Bool
  ) -> [UInt8] {
    let before = before ?? Frame(width: self.width, height: self.height)
    let glyph = { unicode ? Curses.oneColumn($0) : ASCIIGlyph.nearest(to: $0) }
    return CellStream.bytes(ofCells: cells.count, depth: depth, glyph: glyph) { stream in
      before.cells.withUnsafeBufferPointer { old in
        cells.withUnsafeBufferPointer { new in
          for y in 0..<min(height, self.height) {
            let row = y * self.width..<y * self.width + min(width, self.width)
            stream.putChanges(
              .init(rebasing: new[row]), from: .init(rebasing: old[row]), y: y, unicode: unicode)
          }
        }
      }
    }
  }
}

extension CellStream {
  /// The cells of a row that have changed. The halves of a wide character are sent together.
  fileprivate mutating func putChanges(
    _ new: UnsafeBufferPointer<Cell>, from old: UnsafeBufferPointer<Cell>, y: Int, unicode: Bool
  ) {
    var place: Int?
    for x in new.indices {
      let isWide = unicode && x + 1 < new.count && new[x + 1].isContinuation
      let hasChanged = new[x] != old[x] || isWide && new[x + 1] != old[x + 1]
      guard hasChanged, !unicode || !new[x].isContinuation else { continue }
      if place != x { move(x: x, y: y) }
      if isWide {
        putWide(new[x])
        place = nil
      } else {
        put(new[x])
        place = x + 1
      }
    }
  }
}
