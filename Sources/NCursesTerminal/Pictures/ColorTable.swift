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

  /// The colours with the same five upper bits in each channel.
  private struct Bin {
    /// The upper bits of red, green and blue.
    var number: UInt16
    /// The index of the sum of the colours.
    var sum: UInt16
    var count: Int32

    func level(_ channel: Int) -> Int { Int(number) >> (5 * channel) & 31 }
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
        count += Int(all[index].count)
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

  /// Returns the table of the colours that median cut chooses.
  /// - Parameter mask: The bits of a channel that distinguish colours. A picture of noise, with more than 4,096 colours
  ///   in five bits, has four: it takes a third of the time, and the mean error is 8% larger.
  private static func reduced(
    _ picture: PixelPicture, limit: Int, mask: UInt8 = 0b1111_1000
  ) -> ColorTable {
    let bytes = picture.bytes
    var places = [Int16](repeating: -1, count: 1 << 15)
    var bins: [Bin] = []
    // The sums of the channels, and the number of pixels.
    var sums: [SIMD4<Int32>] = []
    var numbers: [UInt16] = []
    numbers.reserveCapacity(bytes.count / 3)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let (red, green, blue) = (bytes[start], bytes[start + 1], bytes[start + 2])
      let number =
        UInt16((red & mask) >> 3) << 10 | UInt16((green & mask) >> 3) << 5
        | UInt16((blue & mask) >> 3)
      if places[Int(number)] < 0 {
        if bins.count == 1 << 12 { return reduced(picture, limit: limit, mask: 0b1111_0000) }
        places[Int(number)] = Int16(bins.count)
        bins.append(Bin(number: number, sum: UInt16(bins.count), count: 0))
        sums.append(.zero)
      }
      sums[Int(places[Int(number)])] &+= SIMD4(Int32(red), Int32(green), Int32(blue), 1)
      numbers.append(number)
    }
    for index in bins.indices { bins[index].count = sums[index].w }
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
      var sum = SIMD4<Int32>.zero
      for bin in bins[box.bins] {
        places[Int(bin.number)] = Int16(colors.count)
        sum &+= sums[Int(bin.sum)]
      }
      colors.append(mean(sum))
    }
    return ColorTable(colors: colors, indices: numbers.map { UInt8(places[Int($0)]) })
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
    let half = unsorted.reduce(0) { $0 + Int($1.count) } / 2
    var count = 0
    for index in box.bins {
      count += Int(bins[index].count)
      if count > half { return min(box.bins.upperBound - 1, max(box.bins.lowerBound + 1, index)) }
    }
    return box.bins.upperBound - 1
  }

  /// Returns the mean colour of a sum of channels and of pixels.
  private static func mean(_ sum: SIMD4<Int32>) -> UInt32 {
    let count = max(1, sum.w)
    func mean(_ sum: Int32) -> UInt32 { UInt32((sum + count / 2) / count) }
    return mean(sum.x) << 16 | mean(sum.y) << 8 | mean(sum.z)
  }
}
