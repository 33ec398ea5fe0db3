import FoundationEssentials

/// The kernels of one column in a picture, in rows, from the least to the most colour.
enum KernelSheet {
  /// The number of kernels in a row.
  static let kernelsPerRow = 16

  /// Returns the picture of a column.
  /// - Parameters:
  ///   - column: 0 or 1.
  ///   - kernels: The kernels of both columns.
  /// - Returns: `nil` if the pixels are not those of the kernels.
  static func picture(column: Int, of kernels: KernelRecord) -> PNGImage? {
    let (side, half) = (kernels.side, kernels.count / 2)
    guard side > 0, half > 0, kernels.colour.count == kernels.count,
      let pixels = Data(base64Encoded: kernels.pixels).map(Array.init),
      pixels.count == kernels.count * side * side * 3
    else { return nil }
    let range = column * half..<(column + 1) * half
    let order = range.sorted { (kernels.colour[$0], $0) < (kernels.colour[$1], $1) }
    let rows = (half + kernelsPerRow - 1) / kernelsPerRow
    let pitch = side + 1
    var image = PNGImage(
      width: min(half, kernelsPerRow) * pitch - 1, height: rows * pitch - 1)
    for (position, kernel) in order.enumerated() {
      let (left, top) = (position % kernelsPerRow * pitch, position / kernelsPerRow * pitch)
      for cell in 0..<side * side {
        let start = (kernel * side * side + cell) * 3
        image.set(
          left + cell % side, top + cell / side, red: pixels[start], green: pixels[start + 1],
          blue: pixels[start + 2])
      }
    }
    return image
  }
}
