/// Adds up planar RGB images to their mean colour, exactly.
struct ColorSum {
  private var sums = SIMD3<UInt64>()
  private var pixels = 0

  /// - Parameter image: one image, `[3, area]`.
  mutating func add(_ image: UnsafeBufferPointer<UInt8>) {
    let area = image.count / 3
    for channel in 0..<3 {
      // 32 bits are enough for an image of 16 million pixels, and vectorise.
      var sum: UInt32 = 0
      for pixel in channel * area..<(channel + 1) * area { sum &+= UInt32(image[pixel]) }
      sums[channel] += UInt64(sum)
    }
    pixels += area
  }

  /// Mean red, green and blue, 0…255; of no image, 0.
  var mean: SIMD3<Double> { SIMD3<Double>(sums) / Double(max(pixels, 1)) }
}
