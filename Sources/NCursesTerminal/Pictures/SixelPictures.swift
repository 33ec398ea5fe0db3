import TerminalUI

/// The pictures on a terminal with sixel graphics, which remain on the screen until text is written over them.
///
/// A picture is drawn in tiles of whole cells. A tile is sent again only if it looks different, or if text was written
/// over one of its cells.
struct SixelPictures {
  /// A picture on the screen.
  private struct Shown {
    var picture: PlacedPicture
    var sixel: Sixel
  }

  /// The greatest size of a tile in pixels. xterm cuts off what exceeds 1,000 in one direction.
  static let largestTile = PixelSize(width: 480, height: 240)

  private var shown: [Shown] = []
  /// True if the pictures on the screen are unknown.
  private var mustSendAll = false

  /// Returns the rows that text must erase, because a picture is no longer at its place.
  func vacatedRows(for frame: Frame) -> [Int] {
    let rects = frame.pictures.map(\.rect)
    let rows = shown.map(\.picture.rect).filter { !rects.contains($0) }.flatMap { $0.y..<$0.bottom }
    return Array(Set(rows)).sorted()
  }

  /// Returns the bytes that draw the pictures of a frame, after its cells.
  /// - Parameters:
  ///   - isWritten: Returns true if text was written on a cell of this frame.
  ///   - screenHeight: The height of the screen in cells.
  mutating func changes(
    to frame: Frame, _ support: PictureSupport, screenHeight: Int,
    isWritten: (_ x: Int, _ y: Int) -> Bool
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    var now: [Shown] = []
    // The screen scrolls after a picture that reaches its last row.
    for placed in frame.pictures where placed.rect.bottom < screenHeight {
      let before = mustSendAll ? nil : shown.first { $0.picture.rect == placed.rect }
      let size = PixelSize(
        width: placed.rect.width * support.cell.width,
        height: placed.rect.height * support.cell.height)
      let known = shown.first { $0.picture.picture == placed.picture && $0.sixel.size == size }
      let sixel = known?.sixel ?? Sixel(placed.picture, size: size, colors: support.colors)
      let isSame = before?.picture == placed && before?.sixel.size == size
      for tile in Self.tiles(of: placed.rect, support.cell) {
        let part = Rect(
          x: (tile.x - placed.rect.x) * support.cell.width,
          y: (tile.y - placed.rect.y) * support.cell.height,
          width: tile.width * support.cell.width, height: tile.height * support.cell.height)
        let looksSame = isSame || before.map { sixel.equals($0.sixel, in: part) } == true
        let isErased = (tile.y..<tile.bottom).contains { y in
          (tile.x..<tile.right).contains { isWritten($0, y) }
        }
        if looksSame, !isErased { continue }
        bytes += Array("\u{1b}[\(tile.y + 1);\(tile.x + 1)H".utf8) + sixel.bytes(of: part)
      }
      now.append(Shown(picture: placed, sixel: sixel))
    }
    shown = now
    mustSendAll = false
    return bytes
  }

  /// Requests that all pictures are sent again, because the screen was cleared or used by another program.
  mutating func invalidate() { mustSendAll = true }

  /// Divides a rectangle into tiles of about the same size.
  private static func tiles(of rect: Rect, _ cell: PixelSize) -> [Rect] {
    func parts(_ start: Int, _ length: Int, atMost limit: Int) -> [Range<Int>] {
      let count = max(1, (length + max(1, limit) - 1) / max(1, limit))
      return (0..<count).map { start + $0 * length / count..<start + ($0 + 1) * length / count }
    }
    let rows = parts(rect.y, rect.height, atMost: largestTile.height / cell.height)
    return rows.flatMap { row in
      parts(rect.x, rect.width, atMost: largestTile.width / cell.width).map {
        Rect(x: $0.lowerBound, y: row.lowerBound, width: $0.count, height: row.count)
      }
    }
  }
}
