/// Scales images with Keys' cubic (1981; a = −0.5), stretched where it makes smaller so that nothing
/// aliases: what Pillow calls antialiased bicubic. The weights of rows and columns are separate; only
/// what the result shows is computed.
final class Resampler {
  private let columns = ResamplingAxis()
  private let rows = ResamplingAxis()
  private let line = ScratchMemory()

  /// Writes the centre square of an image whose shorter side is made `side` long, upright.
  /// - Parameters:
  ///   - width: of the picture in `image`'s pixels; its last column may be covered in part.
  ///   - height: likewise.
  ///   - square: `[side, side, 3]`.
  func writeSquare(
    of image: DecodedImage, width: Double, height: Double, orientation: ImageOrientation, side: Int,
    to square: UnsafeMutablePointer<UInt8>
  ) {
    let scale = Double(side) / min(width, height)
    columns.prepare(
      pixels: image.width, length: width, scaledTo: Int((width * scale).rounded()), side: side,
      isReversed: orientation.reversesColumns)
    rows.prepare(
      pixels: image.height, length: height, scaledTo: Int((height * scale).rounded()), side: side,
      isReversed: orientation.reversesRows)
    let grid = PixelGrid(square, columns: side, rows: side, orientation: orientation)
    // Red, green, blue of the columns that are wanted, and room to read four numbers at the last.
    let span = columns.span
    let sums = line.floats(span.count * 3 + 1)
    for row in 0..<side {
      addRows(of: image, row: row, span: span, to: sums)
      writeColumns(of: sums - span.lowerBound * 3, row: row, to: grid, side: side)
    }
  }

  /// One row of the result at the image's own columns.
  private func addRows(
    of image: DecodedImage, row: Int, span: Range<Int>, to sums: UnsafeMutablePointer<Float>
  ) {
    let count = span.count * 3
    let (first, weights) = rows.weights(at: row)
    sums.update(repeating: 0, count: count + 1)
    for (offset, weight) in weights.enumerated() {
      let source =
        image.pixels.baseAddress! + ((first + offset) * image.width + span.lowerBound) * 3
      for place in 0..<count { sums[place] += weight * Float(source[place]) }
    }
  }

  /// A cubic reaches a little beyond black and white.
  @inline(__always)
  private static func byte(_ value: Float) -> UInt8 { UInt8(min(max(value, 0), 255)) }

  private func writeColumns(
    of sums: UnsafeMutablePointer<Float>, row: Int, to grid: PixelGrid, side: Int
  ) {
    for column in 0..<side {
      let (first, weights) = columns.weights(at: column)
      var color = SIMD4<Float>(repeating: 0.5)
      var source = UnsafeRawPointer(sums + first * 3)
      for weight in weights {
        color += weight * source.loadUnaligned(as: SIMD4<Float>.self)
        source += 3 * MemoryLayout<Float>.stride
      }
      let pixel = grid.pixel(column: column, row: row)
      pixel[0] = Self.byte(color.x)
      pixel[1] = Self.byte(color.y)
      pixel[2] = Self.byte(color.z)
    }
  }
}

/// For each place of a side of the result, the pixels that it is made of, and how much of each.
final class ResamplingAxis {
  /// The cubic reaches two pixels to each side.
  private static let support = 2.0

  private let memory = ScratchMemory()
  private var weights = UnsafeMutablePointer<Float>(bitPattern: MemoryLayout<Float>.alignment)!
  private var stride = 0
  /// First pixel and number of pixels.
  private var ranges: [(first: Int, count: Int)] = []

  /// - Parameters:
  ///   - pixels: how many there are.
  ///   - length: how much of them the picture covers.
  ///   - scaled: what the length becomes; at least `side`.
  ///   - side: how much of that, from the middle, is wanted.
  ///   - isReversed: whether the result runs the other way, for a middle that cannot be exact.
  func prepare(pixels: Int, length: Double, scaledTo scaled: Int, side: Int, isReversed: Bool) {
    let scale = length / Double(scaled)
    let stretch = max(scale, 1)
    let reach = Self.support * stretch
    stride = Int(reach.rounded(.up)) * 2 + 1
    weights = memory.floats(side * stride)
    ranges.removeAll(keepingCapacity: true)
    let spare = scaled - side
    let offset = isReversed ? spare - spare / 2 : spare / 2
    for place in 0..<side {
      let centre = (Double(place + offset) + 0.5) * scale
      let first = max(0, Int(centre - reach + 0.5))
      let end = min(pixels, Int(centre + reach + 0.5))
      let line = weights + place * stride
      var sum: Float = 0
      for pixel in first..<end {
        let weight = Float(Self.cubic((Double(pixel) + 0.5 - centre) / stretch))
        line[pixel - first] = weight
        sum += weight
      }
      for index in 0..<end - first { line[index] /= sum }
      ranges.append((first, end - first))
    }
  }

  /// All pixels that have a weight anywhere.
  var span: Range<Int> {
    let last = ranges[ranges.count - 1]
    return ranges[0].first..<last.first + last.count
  }

  @inline(__always)
  func weights(at place: Int) -> (first: Int, weights: UnsafeBufferPointer<Float>) {
    let (first, count) = ranges[place]
    return (first, UnsafeBufferPointer(start: weights + place * stride, count: count))
  }

  private static func cubic(_ x: Double) -> Double {
    let a = -0.5
    let x = abs(x)
    if x < 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
    if x < 2 { return (((x - 5) * x + 8) * x - 4) * a }
    return 0
  }
}
