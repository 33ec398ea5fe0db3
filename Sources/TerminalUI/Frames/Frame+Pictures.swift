/// Pictures in the terminal's own pixels. The cells below a picture are blank and have the attribute
/// `picture`; a cell that is written later loses it, and so the picture is covered.
extension Frame {
  /// Places a picture, which is scaled so that it fills a rectangle. Nothing is placed if a part of the
  /// rectangle is outside of the frame.
  /// - Parameter background: The background of the cells below the picture.
  public mutating func place(_ picture: PixelPicture, in rect: Rect, background: Color) {
    guard !rect.isEmpty, rect.clipped(to: bounds) == rect else { return }
    fill(rect, with: Cell(" ", background: background, attributes: .picture))
    add(PlacedPicture(picture, in: rect))
  }

  /// The rectangles of the pictures of which a cell was written after they were placed.
  public var coveredPictures: [Rect] {
    pictures.map(\.rect).filter { rect in
      (rect.y..<rect.bottom).contains { y in
        (rect.x..<rect.right).contains { x in !self[x, y].attributes.contains(.picture) }
      }
    }
  }
}
