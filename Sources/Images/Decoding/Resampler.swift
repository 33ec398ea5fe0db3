/// Scales images with Keys' cubic (1981; a = −0.5), which is stretched for reductions to prevent aliasing.
/// Pillow calls this antialiased bicubic. Rows and columns are filtered separately, and only pixels that
/// contribute to the result are read.
final class Resampler {
  private let columns = ResamplingAxis()
  private let rows = ResamplingAxis()
  private let line = ScratchMemory()

  /// Scales an image so that its shorter side is `side`, turns it upright and writes its centre.
  /// - Parameters:
  ///   - image: The stored image.
  ///   - width: The width of the picture in pixels; it can end within the last column of the image.
  ///   - height: The height of the picture in pixels; it can end within the last row of the image.
  ///   - orientation: The operation that turns the image upright.
  ///   - side: The width and height of the square in pixels.
  ///   - square: Receives the square, `[side, side, 3]`.
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
    // Red, green and blue of the columns that contribute, and one more number, because each read at a
    // column loads four.
    let span = columns.span
    let sums = line.floats(span.count * 3 + 1)
    for row in 0..<side {
      addRows(of: image, row: row, span: span, to: sums)
      writeColumns(of: sums - span.lowerBound * 3, row: row, to: grid, side: side)
    }
  }

  /// Computes one row of the result, still with the columns of the image.
  private func addRows(
    of image: DecodedImage, row: Int, span: Range<Int>, to sums: UnsafeMutablePointer<Float>
  ) {
    let count = span.count * 3
    let (first, weights) = rows.weights(at: row)
    sums.update(repeating: 0, count: count + 1)
    for (offset, weight) in weights.enumerated() {
      let source =
        image.pixels.baseAddress! + ((first + offset) * image.width + span.lowerBound) * 3
      for index in 0..<count { sums[index] += weight * Float(source[index]) }
    }
  }

  /// Converts a value to a byte. The results of a cubic can be slightly outside 0…255.
  @inline(__always)
  private static func byte(_ value: Float) -> UInt8 { UInt8(min(max(value, 0), 255)) }

  /// Filters the columns of one row and writes its pixels.
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

/// The weights of the filter along one axis: for each position of the result, the pixels that contribute to
/// it and their weights.
final class ResamplingAxis {
  /// The number of pixels that the cubic extends to each side.
  private static let support = 2.0

  private let memory = ScratchMemory()
  private var weights = UnsafeMutablePointer<Float>(bitPattern: MemoryLayout<Float>.alignment)!
  private var stride = 0
  /// The first pixel and the number of pixels of each position.
  private var ranges: [(first: Int, count: Int)] = []

  /// Computes the weights.
  /// - Parameters:
  ///   - pixels: The number of pixels of the image.
  ///   - length: The length of the picture in pixels, which can end within the last pixel.
  ///   - scaled: The length after scaling, at least `side`.
  ///   - side: The length of the part that is cut out of the middle.
  ///   - isReversed: True if the result has the reversed direction, which matters for the rounding of the
  ///     middle.
  func prepare(pixels: Int, length: Double, scaledTo scaled: Int, side: Int, isReversed: Bool) {
    let scale = length / Double(scaled)
    let stretch = max(scale, 1)
    let reach = Self.support * stretch
    stride = Int(reach.rounded(.up)) * 2 + 1
    weights = memory.floats(side * stride)
    ranges.removeAll(keepingCapacity: true)
    let spare = scaled - side
    let offset = isReversed ? spare - spare / 2 : spare / 2
    for position in 0..<side {
      let centre = (Double(position + offset) + 0.5) * scale
      let first = max(0, Int(centre - reach + 0.5))
      let end = min(pixels, Int(centre + reach + 0.5))
      let line = weights + position * stride
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

  /// The pixels that contribute to any position.
  var span: Range<Int> {
    let last = ranges[ranges.count - 1]
    return ranges[0].first..<last.first + last.count
  }

  /// Returns the first pixel and the weights of a position.
  @inline(__always)
  func weights(at position: Int) -> (first: Int, weights: UnsafeBufferPointer<Float>) {
    let (first, count) = ranges[position]
    return (first, UnsafeBufferPointer(start: weights + position * stride, count: count))
  }

  private static func cubic(_ x: Double) -> Double {
    let a = -0.5
    let x = abs(x)
    if x < 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
    if x < 2 { return (((x - 5) * x + 8) * x - 4) * a }
    return 0
  }
}
