import Testing

@testable import Images

@Suite struct ColorTests {
  /// Returns planes with correlated colours.
  private func image(_ seed: UInt64, area: Int) -> [UInt8] {
    var random = RandomGenerator(seed: seed, .order, 0)
    var planes = [UInt8](repeating: 0, count: 3 * area)
    for pixel in 0..<area {
      let light = random.uniform(20, 200)
      planes[pixel] = UInt8(light)
      planes[area + pixel] = UInt8(light / 2 + random.uniform(0, 60))
      planes[2 * area + pixel] = UInt8(random.uniform(0, 255))
    }
    return planes
  }

  @Test func statisticsEqualThoseOfAllPixels() {
    // The image is longer than the run that is added in 32 bits.
    let images = [image(1, area: 100), image(2, area: 70_000)]
    var moments = ColorMoments()
    for image in images { image.withUnsafeBufferPointer { moments.add($0) } }
    let pixels = images.flatMap { image in
      let area = image.count / 3
      return (0..<area).map { i in (0..<3).map { Double(image[$0 * area + i]) } }
    }
    let count = Double(pixels.count)
    let colors = moments.statistics
    for one in 0..<3 {
      let mean = pixels.reduce(0) { $0 + $1[one] } / count
      #expect(abs(colors.mean[one] - mean) < 1e-9)
      for other in 0..<3 {
        let product = pixels.reduce(0) { $0 + $1[one] * $1[other] } / count
        let covariance = product - colors.mean[one] * colors.mean[other]
        #expect(abs(colors.covariance[one][other] - covariance) < 1e-6)
      }
    }
    #expect(abs(colors.deviation.x - colors.covariance[0][0].squareRoot()) < 1e-12)
  }

  @Test func theBrightestPixelsDoNotOverflow() {
    var moments = ColorMoments()
    let white = [UInt8](repeating: 255, count: 3 * 200_000)
    white.withUnsafeBufferPointer { moments.add($0) }
    #expect(moments.statistics.mean == [255, 255, 255])
    #expect(moments.statistics.deviation == [0, 0, 0])
  }

  @Test func componentsReconstructTheCovariance() {
    let colors = ColorStatistics(
      mean: [0, 0, 0], covariance: [[900, 500, 200], [500, 800, -100], [200, -100, 700]])
    let components = colors.components
    #expect(components.map(\.variance) == components.map(\.variance).sorted(by: >))
    for row in 0..<3 {
      for column in 0..<3 {
        let sum = components.reduce(0) {
          $0 + $1.variance * $1.direction[row] * $1.direction[column]
        }
        #expect(abs(sum - colors.covariance[row][column]) < 1e-9)
        let product = (components[row].direction * components[column].direction).sum()
        #expect(abs(product - (row == column ? 1 : 0)) < 1e-12)
      }
    }
  }

  @Test func componentsOfUncorrelatedColorsAreTheColors() {
    let colors = ColorStatistics(
      mean: [0, 0, 0], covariance: [[1, 0, 0], [0, 9, 0], [0, 0, 4]])
    #expect(colors.components.map(\.variance) == [9, 4, 1])
    #expect(colors.components.map(\.direction) == [[0, 1, 0], [0, 0, 1], [1, 0, 0]])
  }

  @Test func theNoiseIsATenthOfTheNaturalVariation() {
    let colors = ColorStatistics(
      mean: [0, 0, 0], covariance: [[2000, 1500, 900], [1500, 1800, 1200], [900, 1200, 2500]])
    let noise = ColorNoise(colors)
    var sum = SIMD3<Double>()
    var products = [SIMD3<Double>](repeating: .zero, count: 3)
    let count = 100_000
    for sample in 0..<count {
      var random = RandomGenerator(seed: 1, .augmentation, 0, sample)
      let shift = SIMD3<Double>(noise.shift(&random))
      sum += shift
      for row in 0..<3 { products[row] += shift[row] * shift }
    }
    for row in 0..<3 {
      // Five standard errors: 4.5 / √100,000 for the mean, √2·20 / √100,000 for a variance near 20.
      #expect(abs(sum[row]) / Double(count) < 0.08)
      for column in 0..<3 {
        let expected = colors.covariance[row][column] / 100
        #expect(abs(products[row][column] / Double(count) - expected) < 0.5)
      }
    }
  }
}
