/// The exact sums of planar RGB images, from which their colour statistics follow.
public struct ColorMoments: Codable, Hashable, Sendable {
  private var sums = SIMD3<UInt64>()
  /// The sums of red², green² and blue².
  private var squares = SIMD3<UInt64>()
  /// The sums of red·green, red·blue and green·blue.
  private var products = SIMD3<UInt64>()
  private var pixels = 0
  /// The number of products of two bytes whose sum fits in 32 bits. Sums of 32 bits vectorise.
  private static let run = 1 << 16

  /// Creates sums that are 0.
  public init() {}

  /// Adds an image.
  /// - Parameter image: One image, `[3, area]`.
  public mutating func add(_ image: UnsafeBufferPointer<UInt8>) {
    let area = image.count / 3
    let planes = (0..<3).map { image.baseAddress! + $0 * area }
    for start in stride(from: 0, to: area, by: Self.run) {
      let count = min(Self.run, area - start)
      for channel in 0..<3 {
        let plane = planes[channel] + start
        sums[channel] += Self.sum(plane, count)
        squares[channel] += Self.product(plane, plane, count)
      }
      products.x += Self.product(planes[0] + start, planes[1] + start, count)
      products.y += Self.product(planes[0] + start, planes[2] + start, count)
      products.z += Self.product(planes[1] + start, planes[2] + start, count)
    }
    pixels += area
  }

  /// Adds the sums of other images.
  public static func += (moments: inout ColorMoments, others: ColorMoments) {
    moments.sums &+= others.sums
    moments.squares &+= others.squares
    moments.products &+= others.products
    moments.pixels += others.pixels
  }

  /// The mean and the covariance of the images; 0 if there is no image.
  public var statistics: ColorStatistics {
    let count = Double(max(pixels, 1))
    let mean = SIMD3<Double>(sums) / count
    let variance = SIMD3<Double>(squares) / count - mean * mean
    let mixed =
      SIMD3<Double>(products) / count
      - SIMD3(mean.x * mean.y, mean.x * mean.z, mean.y * mean.z)
    return ColorStatistics(
      mean: mean,
      covariance: [
        [variance.x, mixed.x, mixed.y], [mixed.x, variance.y, mixed.z],
        [mixed.y, mixed.z, variance.z],
      ])
  }

  private static func sum(_ plane: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
    var sum: UInt32 = 0
    for pixel in 0..<count { sum &+= UInt32(plane[pixel]) }
    return UInt64(sum)
  }

  private static func product(
    _ one: UnsafePointer<UInt8>, _ other: UnsafePointer<UInt8>, _ count: Int
  ) -> UInt64 {
    var sum: UInt32 = 0
    for pixel in 0..<count { sum &+= UInt32(UInt16(one[pixel]) &* UInt16(other[pixel])) }
    return UInt64(sum)
  }
}
