import TerminalUI

/// A picture that is drawn as sixel graphics: columns of six pixels, one colour after the other (Digital, *VT330/VT340
/// Programmer Reference Manual*, volume 2, chapter 14).
struct Sixel: Equatable {
  /// The size of the picture before it is scaled.
  let source: PixelSize
  /// The size on the screen.
  let size: PixelSize
  /// The colours of the picture before it is scaled.
  let table: ColorTable

  /// - Parameter size: The size on the screen. Each of its pixels has the colour of the pixel of the picture at its
  ///   place, so that no colour is mixed.
  init(_ picture: PixelPicture, size: PixelSize, colors: Int) {
    source = picture.size
    self.size = size
    table = ColorTable(picture, limit: colors)
  }

  /// Returns the column of the picture that a column on the screen shows.
  private func column(_ x: Int) -> Int { x * source.width / size.width }
  /// Returns the row of the picture that a row on the screen shows.
  private func row(_ y: Int) -> Int { y * source.height / size.height }

  /// Returns true if a part on the screen looks the same in another picture of the same size.
  func equals(_ other: Sixel, in part: Rect) -> Bool {
    guard source == other.source, size == other.size, table.colors == other.table.colors else {
      return false
    }
    return (row(part.y)...row(part.bottom - 1)).allSatisfy { y in
      let cells = y * source.width + column(part.x)...y * source.width + column(part.right - 1)
      return table.indices[cells] == other.table.indices[cells]
    }
  }

  /// Returns the control string that draws a part with its upper left corner at the cursor.
  /// - Parameter part: The part in pixels of the screen, not empty.
  func bytes(of part: Rect) -> [UInt8] {
    // Pixels that no colour sets keep their colour; the picture has no background of its own.
    var stream = Stream()
    stream.put("\u{1b}P0;1;0q\"1;1;\(part.width);\(part.height)")
    for index in colors(in: part) {
      let color = table.colors[index]
      stream.put("#\(index);2")
      for shift in [UInt32(16), 8, 0] {
        stream.put(";\((Int(color >> shift & 255) * 100 + 127) / 255)")
      }
    }
    // A column of the picture, and the number of columns on the screen that show it.
    var runs: [(column: Int, count: Int)] = []
    for x in part.x..<part.right {
      if runs.last?.column == column(x) {
        runs[runs.count - 1].count += 1
      } else {
        runs.append((column(x), 1))
      }
    }
    var band = SixelBand()
    // A row of the picture is often higher than a band, so that many bands are alike.
    var last: (rows: [Int], bytes: Range<Int>)?
    for top in stride(from: part.y, to: part.bottom, by: 6) {
      if top > part.y { stream.put(UInt8(ascii: "-")) }
      let rows = (top..<min(top + 6, part.bottom)).map { row($0) * source.width }
      let start = stream.bytes.count
      if let last, last.rows == rows {
        // A slice would share the memory, so that it would be copied as a whole.
        stream.bytes += Array(stream.bytes[last.bytes])
      } else {
        band.fill(rows, runs, of: table)
        putBand(band, to: &stream)
      }
      last = (rows, start..<stream.bytes.count)
    }
    stream.put("\u{1b}\\")
    return stream.bytes
  }

  /// Returns the numbers of the colours of a part.
  private func colors(in part: Rect) -> [Int] {
    var isUsed = [Bool](repeating: false, count: table.colors.count)
    for y in row(part.y)...row(part.bottom - 1) {
      for x in column(part.x)...column(part.right - 1) {
        isUsed[Int(table.indices[y * source.width + x])] = true
      }
    }
    return isUsed.indices.filter { isUsed[$0] }
  }

  /// Writes up to six rows of pixels.
  private func putBand(_ band: SixelBand, to stream: inout Stream) {
    var start = 0
    while start < band.runs.count {
      let color = band.runs[start].color
      let end = band.runs[start...].firstIndex { $0.color != color } ?? band.runs.count
      if start > 0 { stream.put(UInt8(ascii: "$")) }
      stream.put(UInt8(ascii: "#"))
      stream.put(Int(color))
      put(band.runs[start..<end], to: &stream)
      start = end
    }
  }

  /// Writes the runs of one colour from left to right. Neighbours with the same bits become one.
  private func put(_ runs: ArraySlice<SixelBand.Run>, to stream: inout Stream) {
    var (end, waiting) = (0, SixelBand.Run(color: 0, bits: 0, x: 0, count: 0))
    for run in runs {
      if run.bits == waiting.bits, run.x == end {
        waiting.count += run.count
      } else {
        stream.put(waiting.bits, count: waiting.count)
        stream.put(0, count: run.x - end)
        waiting = run
      }
      end = run.x + run.count
    }
    stream.put(waiting.bits, count: waiting.count)
  }

  /// The bytes of a control string.
  private struct Stream {
    var bytes: [UInt8] = []

    mutating func put(_ byte: UInt8) { bytes.append(byte) }
    mutating func put(_ text: String) { bytes += Array(text.utf8) }
    mutating func put(_ number: Int) {
      if number >= 10 { put(number / 10) }
      put(UInt8(ascii: "0") + UInt8(number % 10))
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
}
