extension UnsafeMutableBufferPointer<UInt8> {
  /// Writes red, green, blue side by side, `[height, width, 3]`, as planes, `[3, height, width]`.
  func writePlanes(to planes: UnsafeMutableBufferPointer<UInt8>) {
    precondition(planes.count == count, "planes hold as much")
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
