extension UnsafeMutableBufferPointer<UInt8> {
  /// Converts interleaved pixels, `[height, width, 3]`, to planes, `[3, height, width]`.
  /// - Parameter planes: Receives as many bytes as this buffer has.
  package func writePlanes(to planes: UnsafeMutableBufferPointer<UInt8>) {
    precondition(planes.count == count, "both buffers have the same size")
    guard let source = baseAddress, let target = planes.baseAddress else { return }
    let area = count / 3
    let (red, green, blue) = (target, target + area, target + 2 * area)
    for pixel in 0..<area {
      red[pixel] = source[3 * pixel]
      green[pixel] = source[3 * pixel + 1]
      blue[pixel] = source[3 * pixel + 2]
    }
  }
}
