import TerminalUI

/// A picture with few colours: a table of them, and the index of the colour of each pixel.
///
/// If the picture has more colours, they are chosen by median cut (Heckbert, *Color image quantization for frame
/// buffer display*, 1982): the box of colours with the greatest spread is divided at its median, until there are
/// enough boxes. Each colour becomes the mean of its box.
struct ColorTable: Equatable {
  /// The colours, `0xRRGGBB`, at most 256.
  private(set) var colors: [UInt32]
  /// The index of each pixel, row by row.
  private(set) var indices: [UInt8]

  /// - Parameter limit: The greatest number of colours, from 2 to 256.
  init(_ picture: PixelPicture, limit: Int) {
    let limit = min(256, max(2, limit))
    if let exact = Self.exact(picture, limit: limit) {
      self = exact
    } else {
      self = Self.reduced(picture, limit: limit)
    }
  }

  private init(colors: [UInt32], indices: [UInt8]) {
    self.colors = colors
    self.indices = indices
  }

  /// Returns the table of all colours; `nil` if there are too many.
  private static func exact(_ picture: PixelPicture, limit: Int) -> ColorTable? {
    var colors: [UInt32] = []
    // A hash table, at most a quarter full: the index of a colour, or −1.
    var places = [Int16](repeating: -1, count: 1024)
    let pixels = picture.bytes.count / 3
    let indices = [UInt8](unsafeUninitializedCapacity: pixels) { indices, count in
      picture.bytes.withUnsafeBufferPointer { bytes in
        for start in stride(from: 0, to: bytes.count, by: 3) {
          let color =
            UInt32(bytes[start]) << 16 | UInt32(bytes[start + 1]) << 8 | UInt32(bytes[start + 2])
          // The upper ten bits of the product depend on all bits of the colour.
          var place = Int((color &* 0x9e37_79b9) >> 22)
          while places[place] >= 0, colors[Int(places[place])] != color {
            place = (place + 1) & 1023
          }
          if places[place] < 0 {
            guard colors.count < limit else { return }
            places[place] = Int16(colors.count)
            colors.append(color)
          }
          indices[count] = UInt8(places[place])
          count += 1
        }
      }
    }
    return indices.count == pixels ? ColorTable(colors: colors, indices: indices) : nil
  }

  /// The number of colours for each value of five bits in three channels, and the sums of their channels.
  private struct Bin {
    var number: Int
    var count = 0
    var sums = (red: 0, green: 0, blue: 0)

    func level(_ channel: Int) -> Int { number >> (5 * channel) & 31 }

    mutating func add(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
      count += 1
      sums.red += Int(red)
      sums.green += Int(green)
      sums.blue += Int(blue)
    }
  }

  /// The lowest and the highest level of one channel.
  private struct Extent {
    var least = 31
    var most = 0

    var spread: Int { max(0, most - least) }

    mutating func add(_ level: Int) {
      least = min(least, level)
      most = max(most, level)
    }
  }

  /// A range of bins, with the channel in which they differ most.
  private struct Box {
    var bins: Range<Int>
    var channel = 0
    var spread = 0

    init(_ bins: Range<Int>, of all: [Bin]) {
      self.bins = bins
      var count = 0
      var (blue, green, red) = (Extent(), Extent(), Extent())
      for index in bins {
        count += all[index].count
        blue.add(all[index].level(0))
        green.add(all[index].level(1))
        red.add(all[index].level(2))
      }
      if blue.spread > spread { (channel, spread) = (0, blue.spread) }
      if green.spread > spread { (channel, spread) = (1, green.spread) }
      if red.spread > spread { (channel, spread) = (2, red.spread) }
      // The error of a box grows with the square of its width.
      spread *= spread * count
    }
  }

  private static func number(_ bytes: [UInt8], _ start: Int) -> Int {
    Int(bytes[start] >> 3) << 10 | Int(bytes[start + 1] >> 3) << 5 | Int(bytes[start + 2] >> 3)
  }

  private static func reduced(_ picture: PixelPicture, limit: Int) -> ColorTable {
    let bytes = picture.bytes
    var places = [Int](repeating: -1, count: 1 << 15)
    var bins: [Bin] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let number = number(bytes, start)
      if places[number] < 0 {
        places[number] = bins.count
        bins.append(Bin(number: number))
      }
      bins[places[number]].add(bytes[start], bytes[start + 1], bytes[start + 2])
    }
    var boxes = [Box(0..<bins.count, of: bins)]
    while boxes.count < limit,
      let widest = boxes.indices.max(by: { boxes[$0].spread < boxes[$1].spread }),
      boxes[widest].spread > 0
    {
      let box = boxes[widest]
      let median = divide(box, &bins)
      boxes[widest] = Box(box.bins.lowerBound..<median, of: bins)
      boxes.append(Box(median..<box.bins.upperBound, of: bins))
    }
    var colors: [UInt32] = []
    for box in boxes {
      for bin in bins[box.bins] { places[bin.number] = colors.count }
      colors.append(mean(bins[box.bins]))
    }
    let indices = stride(from: 0, to: bytes.count, by: 3).map {
      UInt8(places[number(bytes, $0)])
    }
    return ColorTable(colors: colors, indices: indices)
  }

  /// Sorts the bins of a box by its channel, by counting, which is faster than by comparing. Bins of the same level
  /// keep their order.
  /// - Returns: The index that divides the colours into two halves, neither of them without a bin.
  private static func divide(_ box: Box, _ bins: inout [Bin]) -> Int {
    let unsorted = Array(bins[box.bins])
    // The place of the next bin of each level.
    var places = [Int](repeating: 0, count: 32)
    for bin in unsorted { places[bin.level(box.channel)] += 1 }
    var next = box.bins.lowerBound
    for level in places.indices { (places[level], next) = (next, next + places[level]) }
    for bin in unsorted {
      let level = bin.level(box.channel)
      bins[places[level]] = bin
      places[level] += 1
    }
    let half = unsorted.reduce(0) { $0 + $1.count } / 2
    var count = 0
    for index in box.bins {
      count += bins[index].count
      if count > half { return min(box.bins.upperBound - 1, max(box.bins.lowerBound + 1, index)) }
    }
    return box.bins.upperBound - 1
  }

  private static func mean(_ bins: ArraySlice<Bin>) -> UInt32 {
    let count = max(1, bins.reduce(0) { $0 + $1.count })
    func mean(_ sum: Int) -> UInt32 { UInt32((sum + count / 2) / count) }
    return mean(bins.reduce(0) { $0 + $1.sums.red }) << 16
      | mean(bins.reduce(0) { $0 + $1.sums.green }) << 8
      | mean(bins.reduce(0) { $0 + $1.sums.blue })
  }
}
