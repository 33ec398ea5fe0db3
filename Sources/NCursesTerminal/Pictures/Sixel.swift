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
  /// - Parameter part: The part in pixels of the screen, not empty and less than 1,000 wide.
  func bytes(of part: Rect) -> [UInt8] {
    precondition(part.width < SixelWriter.longestCount, "a part is narrow")
    var bytes = header(of: part)
    // A column of the picture, and the number of columns on the screen that show it.
    var runs: [(column: Int, count: Int)] = []
    for x in part.x..<part.right {
      if runs.last?.column == column(x) {
        runs[runs.count - 1].count += 1
      } else {
        runs.append((column(x), 1))
      }
    }
    let band = SixelBand(columns: runs.count)
    // A row of the picture is often higher than a band, so that many bands are alike.
    var last: (rows: [(start: Int, bits: UInt8)], bytes: Range<Int>)?
    for top in stride(from: part.y, to: part.bottom, by: 6) {
      if top > part.y { bytes.append(UInt8(ascii: "-")) }
      let rows = rows(ofBand: top..<min(top + 6, part.bottom))
      let start = bytes.count
      if let last, last.rows.elementsEqual(rows, by: ==) {
        // A slice would share the memory, so that it would be copied as a whole.
        bytes += Array(bytes[last.bytes])
      } else {
        band.fill(rows, runs, of: table)
        put(band, to: &bytes)
      }
      last = (rows, start..<bytes.count)
    }
    bytes += Array("\u{1b}\\".utf8)
    return bytes
  }

  /// Returns the rows of the picture that up to six rows on the screen show: the index of the first pixel of each, and
  /// a bit for each row on the screen.
  private func rows(ofBand band: Range<Int>) -> [(start: Int, bits: UInt8)] {
    var rows: [(start: Int, bits: UInt8)] = []
    for y in band {
      let start = row(y) * source.width
      if rows.last?.start != start { rows.append((start, 0)) }
      rows[rows.count - 1].bits |= 1 << UInt8(y - band.lowerBound)
    }
    return rows
  }

  /// Returns the first part of the control string, which defines the colours.
  private func header(of part: Rect) -> [UInt8] {
    // Pixels that no colour sets keep their colour; the picture has no background of its own.
    var bytes = Array("\u{1b}P0;1;0q\"1;1;\(part.width);\(part.height)".utf8)
    let used = colors(in: part)
    SixelWriter.write(to: &bytes, atMost: used.count * SixelWriter.longestColor) { writer in
      for index in used { writer.put(color: table.colors[index], number: index) }
    }
    return bytes
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
  private func put(_ band: SixelBand, to bytes: inout [UInt8]) {
    // Each run can have a gap before it.
    let limit =
      band.runs.count * 2 * SixelWriter.longestRun + band.colors.count * SixelWriter.longestChoice
    SixelWriter.write(to: &bytes, atMost: limit) { writer in
      for (index, color) in band.colors.enumerated() {
        if index > 0 { writer.put(UInt8(ascii: "$")) }
        writer.put(choice: Int(color))
        var end = 0
        var next = band.first(of: color)
        while next >= 0 {
          let run = band.runs[next]
          writer.put(0, count: run.x - end)
          writer.put(run.bits, count: run.count)
          (end, next) = (run.x + run.count, run.next)
        }
      }
    }
  }
}
