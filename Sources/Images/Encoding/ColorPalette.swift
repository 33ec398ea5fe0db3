/// Up to 256 colours that replace the colours of pictures. The first is black. The others are chosen by median
/// cut (Heckbert, 1982): the cube of all colours is divided, each time through the box in which colours differ
/// most, until there is a box for each colour.
public struct ColorPalette: Sendable {
  /// The red, green and blue of each colour.
  public let colors: [[UInt8]]
  /// The index of the nearest colour of each cell of the colour cube.
  private let nearest: [UInt8]

  /// The bits of a channel that determine the cell of a colour.
  private static let bits = 5

  /// Creates the palette of pictures.
  /// - Parameters:
  ///   - count: The largest number of colours, 2…256.
  ///   - pictures: The pixels of each picture, `[height, width, 3]`.
  public init(_ count: Int = 256, of pictures: [[UInt8]]) {
    precondition((2...256).contains(count), "a palette has 2 to 256 colours")
    var pixels = [Int](repeating: 0, count: 1 << (3 * Self.bits))
    for picture in pictures {
      for start in stride(from: 0, to: picture.count - 2, by: 3) {
        pixels[Self.cell(picture[start], picture[start + 1], picture[start + 2])] += 1
      }
    }
    // Black is the background; its pixels would pull other colours.
    pixels[0] = 0
    let colors = [[0, 0, 0]] + Self.boxes(count - 1, pixels).map(\.color)
    self.colors = colors
    nearest = pixels.indices.map { Self.index(nearestTo: Self.channels(ofCell: $0), in: colors) }
  }

  /// Returns the index of the colour that replaces a colour.
  public func index(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> UInt8 {
    nearest[Self.cell(red, green, blue)]
  }

  private static func cell(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> Int {
    let shift = 8 - bits
    let upper = (Int(red) >> shift) << (2 * bits)
    return upper | (Int(green) >> shift) << bits | Int(blue) >> shift
  }

  /// Returns the colour of a cell, in whose range 0 is the least and 255 the greatest value.
  private static func channels(ofCell cell: Int) -> [UInt8] {
    let mask = (1 << bits) - 1
    return [cell >> (2 * bits), (cell >> bits) & mask, cell & mask].map {
      UInt8(($0 * 255 + mask / 2) / mask)
    }
  }

  private static func index(nearestTo color: [UInt8], in colors: [[UInt8]]) -> UInt8 {
    var best = (index: 0, distance: Int.max)
    for (index, other) in colors.enumerated() {
      var distance = 0
      for channel in 0..<3 {
        let difference = Int(color[channel]) - Int(other[channel])
        distance += difference * difference
      }
      if distance < best.distance { best = (index, distance) }
    }
    return UInt8(best.index)
  }

  // MARK: - Median cut

  /// Cells of the colour cube with their numbers of pixels.
  private struct Box {
    var cells: [(channels: [UInt8], pixels: Int)]

    /// The pixels of all cells.
    var pixels: Int { cells.reduce(0) { $0 + $1.pixels } }

    /// The mean colour of the pixels.
    var color: [UInt8] {
      let total = pixels
      return (0..<3).map { channel in
        let sum = cells.reduce(0) { $0 + Int($1.channels[channel]) * $1.pixels }
        return UInt8((sum + total / 2) / total)
      }
    }

    /// The channel in which the cells differ most, and their range there.
    var widest: (channel: Int, range: Int) {
      (0..<3).map { channel in
        let values = cells.map { Int($0.channels[channel]) }
        return (channel, (values.max() ?? 0) - (values.min() ?? 0))
      }.max { $0.1 < $1.1 } ?? (0, 0)
    }

    /// Divides the box into two with about the same number of pixels.
    func halves() -> (Box, Box) {
      let channel = widest.channel
      let sorted = cells.sorted { $0.channels[channel] < $1.channels[channel] }
      let half = pixels / 2
      var sum = 0
      var end = 0
      while end < sorted.count - 1, end == 0 || sum + sorted[end].pixels <= half {
        sum += sorted[end].pixels
        end += 1
      }
      return (Box(cells: Array(sorted[..<end])), Box(cells: Array(sorted[end...])))
    }
  }

  private static func boxes(_ count: Int, _ pixels: [Int]) -> [Box] {
    let all = Box(
      cells: pixels.indices.filter { pixels[$0] > 0 }.map { (channels(ofCell: $0), pixels[$0]) })
    guard !all.cells.isEmpty else { return [] }
    // A box is divided if its pixels, weighted with the distance of their colours, are most.
    var boxes = [(box: all, weight: all.pixels * all.widest.range)]
    while boxes.count < count,
      let index = boxes.indices.max(by: { boxes[$0].weight < boxes[$1].weight }),
      boxes[index].weight > 0
    {
      let (first, second) = boxes[index].box.halves()
      boxes[index] = (first, first.pixels * first.widest.range)
      boxes.append((second, second.pixels * second.widest.range))
    }
    return boxes.map(\.box)
  }
}
