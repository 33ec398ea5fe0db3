import TerminalUI

/// Writes cells as bytes for a terminal, with ECMA-48 sequences for positions and styles (SGR) only
/// where they change.
struct CellStream {
  /// The buffer for all bytes; a frame can have a hundred thousand.
  private let bytes: UnsafeMutableBufferPointer<UInt8>
  /// The number of bytes written so far.
  private var count = 0
  private let depth: ColorDepth
  /// Returns the glyph that the terminal shows for one of one column.
  private let glyph: (UInt32) -> UInt32
  private var style = Style()
  /// The last cell, with its colours before they were reduced. Its glyph was written as `shown`.
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

  /// Returns the bytes that a closure writes.
  /// - Parameters:
  ///   - cells: The largest number of cells, each of which can have its own style, position and
  ///     line end.
  ///   - depth: The number of colours of the terminal.
  ///   - glyph: Returns the glyph that the terminal shows for one of one column.
  ///   - put: Writes the cells.
  static func bytes(
    ofCells cells: Int, depth: ColorDepth, glyph: @escaping (UInt32) -> UInt32,
    _ put: (inout CellStream) -> Void
  ) -> [UInt8] {
    Array(unsafeUninitializedCapacity: (cells + 1) * maximumCellBytes) { bytes, count in
      var stream = CellStream(bytes, depth, glyph)
      put(&stream)
      stream.reset()
      count = stream.count
    }
  }

  /// The largest number of bytes for a cell: "\e[99999;99999H",
  /// "\e[0;1;2;3;4;7;38;2;255;255;255;48;2;255;255;255m", four bytes of a glyph, "\e[0m\n".
  private static let maximumCellBytes = 14 + 50 + 4 + 5

  /// Moves the cursor to a cell, counted from 0.
  mutating func move(x: Int, y: Int) {
    escape()
    put(y + 1)
    append(UInt8(ascii: ";"))
    put(x + 1)
    append(UInt8(ascii: "H"))
  }

  /// Writes a cell of one column.
  mutating func put(_ cell: Cell) {
    setStyle(of: cell)
    if shown == nil || cell.glyph != last.glyph {
      last.glyph = cell.glyph
      shown = glyph(cell.glyph)
    }
    put(glyph: shown ?? 0x20)
  }

  /// Writes a wide character. Terminals differ in their widths, so a `move` must follow.
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
    change(
      to: Style(
        front, on: cell.background.reduced(to: depth), cell.attributes.subtracting(.picture)))
  }

  private mutating func put(glyph: UInt32) {
    guard glyph >= 0x80 else { return append(UInt8(glyph)) }
    for byte in UTF8.encode(Unicode.Scalar(glyph) ?? "?") ?? UTF8.encodedReplacementCharacter {
      append(byte)
    }
  }

  /// Writes a line end.
  mutating func newline() { append(UInt8(ascii: "\n")) }

  /// Restores the terminal's own colours.
  mutating func reset() {
    (last, shown) = (Cell(), nil)
    change(to: Style())
  }

  /// Writes the sequence that changes the style.
  private mutating func change(to newStyle: Style) {
    guard newStyle != style else { return }
    defer { style = newStyle }
    escape()
    // Attributes, and colours that return to the standard, are removed by a reset.
    let needsReset =
      newStyle.attributes != style.attributes
      || newStyle.foreground == .standard && style.foreground != .standard
      || newStyle.background == .standard && style.background != .standard
    if needsReset {
      put(0)
      for (attribute, number) in Self.numbers where newStyle.attributes.contains(attribute) {
        put(next: number)
      }
    }
    if needsReset || newStyle.foreground != style.foreground {
      put(newStyle.foreground, base: 30, needsReset)
    }
    let isFirst = !needsReset && newStyle.foreground == style.foreground
    if needsReset || newStyle.background != style.background {
      put(newStyle.background, base: 40, !isFirst)
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
  /// Returns the frame as lines of text with styles (SGR), which can be printed without opening a
  /// terminal. Blanks at the ends of lines are left out.
  /// - Parameters:
  ///   - depth: The number of colours.
  ///   - unicode: False to write only ASCII.
  public func sgrText(depth: ColorDepth, unicode: Bool = true) -> String {
    let glyph = { unicode ? max($0, 0x20) : ASCIIGlyph.nearest(to: $0) }
    let cellsAndLineEnds = cells.count + height
    let bytes = CellStream.bytes(ofCells: cellsAndLineEnds, depth: depth, glyph: glyph) { stream in
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

  /// The first row as a frame.
  var firstRow: Frame {
    var row = Frame(width: width, height: min(1, height))
    for x in 0..<row.width * row.height { row[x, 0] = self[x, 0] }
    return row
  }

  /// Returns the bytes that change the screen from one frame to this one, inside the screen.
  /// - Parameters:
  ///   - before: The frame on the screen; `nil` for a blank screen.
  ///   - width: The width of the screen in cells.
  ///   - height: The height of the screen in cells.
  ///   - depth: The number of colours.
  ///   - unicode: False to write only ASCII.
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
  /// Writes the changed cells of a row. The halves of a wide character are written together.
  fileprivate mutating func putChanges(
    _ new: UnsafeBufferPointer<Cell>, from old: UnsafeBufferPointer<Cell>, y: Int, unicode: Bool
  ) {
    var cursor: Int?
    for x in new.indices {
      let isWide = unicode && x + 1 < new.count && new[x + 1].isContinuation
      let hasChanged = new[x] != old[x] || isWide && new[x + 1] != old[x + 1]
      guard hasChanged, !unicode || !new[x].isContinuation else { continue }
      if cursor != x { move(x: x, y: y) }
      if isWide {
        putWide(new[x])
        cursor = nil
      } else {
        put(new[x])
        cursor = x + 1
      }
    }
  }
}
