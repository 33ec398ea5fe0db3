extension Kernels {
  /// The lag-one autocorrelation above which a kernel is structured. That of noise is near 0.
  public static let structureThreshold = 0.5

  /// Returns the lag-one spatial autocorrelation of a kernel: the mean product of horizontally and
  /// vertically adjacent weights, divided by the variance, after subtracting the mean of each channel. It
  /// is near 0 for noise and near 1 for an edge or a colour blob; 0 for a kernel without variance.
  public func autocorrelation(of kernel: Int) -> Double {
    let w = self[kernel]
    let area = size * size
    var products = 0.0
    var pairs = 0
    var variance = 0.0
    for channel in 0..<channels {
      let start = w.startIndex + channel * area
      let plane = w[start..<start + area]
      let mean = plane.reduce(0.0) { $0 + Double($1) } / Double(area)
      func value(_ row: Int, _ column: Int) -> Double {
        Double(plane[start + row * size + column]) - mean
      }
      for row in 0..<size {
        for column in 0..<size {
          let v = value(row, column)
          variance += v * v
          if column + 1 < size {
            products += v * value(row, column + 1)
            pairs += 1
          }
          if row + 1 < size {
            products += v * value(row + 1, column)
            pairs += 1
          }
        }
      }
    }
    guard variance > 0, pairs > 0 else { return 0 }
    return (products / Double(pairs)) / (variance / Double(channels * area))
  }

  /// The share of structured kernels, 0…1.
  public var structuredShare: Double {
    guard count > 0 else { return 0 }
    let structured = (0..<count).count { autocorrelation(of: $0) > Self.structureThreshold }
    return Double(structured) / Double(count)
  }
}
