import Foundation
import Testing

@testable import Observing

@Suite struct KernelFeatureTests {
  /// A kernel of 11×11 from a formula of channel, x and y, where y grows downwards.
  private func kernel(_ value: (Int, Double, Double) -> Double) -> Kernels {
    let side = 11
    return Kernels(
      count: 1, channels: 3, size: side,
      weights: (0..<3).flatMap { channel in
        (0..<side * side).map {
          Float(value(channel, Double($0 % side) - 5, Double($0 / side) - 5))
        }
      })
  }

  /// A Gabor filter whose crests have the given direction in degrees, counterclockwise.
  private func gabor(
    _ degrees: Double, _ frequency: Double, tint: [Double] = [1, 1, 1], phase: Double = 0.7
  ) -> Kernels {
    let angle = degrees * .pi / 180
    return kernel { channel, x, y in
      // The coordinate across the crests, whose direction is (cos, −sin) on a screen.
      let across = x * sin(angle) + y * cos(angle)
      let window = exp(-(x * x + y * y) / (2 * 3.2 * 3.2))
      return tint[channel] * window * cos(2 * .pi * frequency * across + phase)
    }
  }

  @Test(arguments: Array(stride(from: 0.0, to: 180, by: 15)), [0.15, 0.2, 0.3, 0.4])
  func theDirectionAndFrequencyOfAGaborFilterAreFound(degrees: Double, frequency: Double) {
    let features = gabor(degrees, frequency).features[0]
    let turned = abs(features.wave.orientation - degrees)
    #expect(min(turned, 180 - turned) < 4, "\(features.wave)")
    #expect(abs(features.wave.frequency - frequency) < 0.015, "\(features.wave)")
    #expect(features.hasOrientation)
  }

  @Test func thePeakEqualsThatOfTheDefinition() {
    let kernels = gabor(30, 0.21, tint: [1, -0.3, 0.5])
    // The definition: every pixel at every frequency, on a grid eight times as fine.
    let fine = 16 * 11
    var best = (power: 0.0, fx: 0.0, fy: 0.0)
    let means = (0..<3).map { channel in
      kernels.weights[channel * 121..<(channel + 1) * 121].reduce(0.0) { $0 + Double($1) } / 121
    }
    for v in -fine / 2...fine / 2 {
      for u in 0...fine / 2 {
        let (fx, fy) = (Double(u) / Double(fine), Double(v) / Double(fine))
        var power = 0.0
        for channel in 0..<3 {
          var (re, im) = (0.0, 0.0)
          for place in 0..<121 {
            let value = Double(kernels.weights[channel * 121 + place]) - means[channel]
            let angle = -2 * .pi * (fx * Double(place % 11) + fy * Double(place / 11))
            re += value * cos(angle)
            im += value * sin(angle)
          }
          power += re * re + im * im
        }
        if power > best.power { best = (power, fx, fy) }
      }
    }
    let wave = kernels.features[0].wave
    #expect(abs(wave.frequency - (best.fx * best.fx + best.fy * best.fy).squareRoot()) < 0.004)
    let direction = atan2(best.fx, best.fy) * 180 / .pi
    #expect(abs(wave.orientation - direction) < 1.5)
  }

  @Test func greyKernelsHaveNoColorAndOpponentKernelsNothingElse() {
    #expect(gabor(20, 0.2).features[0].color < 1e-6)
    #expect(abs(gabor(20, 0.2, tint: [1, -1, 0]).features[0].color - 1) < 1e-6)
    // A third of the energy of (1, 0, 0) is along (1, 1, 1).
    #expect(abs(gabor(20, 0.2, tint: [1, 0, 0]).features[0].color - 2 / 3) < 1e-6)
  }

  @Test func noiseHasNoWaveAndABlobHasNoDirection() {
    var generator = FixedRandomGenerator()
    for _ in 0..<20 {
      let noise = kernel { _, _, _ in Double.random(in: -1...1, using: &generator) }
      #expect(!noise.features[0].hasWave, "\(noise.features[0])")
    }
    let blob = kernel { channel, x, y in
      (channel == 0 ? 1 : -0.5) * exp(-(x * x + y * y) / 12)
    }.features[0]
    #expect(blob.hasWave && !blob.hasOrientation, "\(blob)")
    #expect(blob.color > 0.9)
  }

  @Test func theColorsOfTheColumnsAreSeparate() throws {
    let grey = gabor(20, 0.2)
    let red = gabor(70, 0.1, tint: [1, -1, 0])
    let both = Kernels(count: 2, channels: 3, size: 11, weights: grey.weights + red.weights)
    let colors = try #require(both.columnColors)
    #expect(colors.first < 1e-6 && colors.second > 0.99)
  }

  @Test func aKernelOfZerosHasNoFeatures() {
    let features = kernel { _, _, _ in 0 }.features[0]
    #expect(features.norm == 0 && features.color == 0 && features.structure == 0)
    #expect(!features.hasWave && !features.hasOrientation)
  }
}

/// Random numbers that are the same in every run of the tests (Knuth's MMIX generator).
private struct FixedRandomGenerator: RandomNumberGenerator {
  var state: UInt64 = 42

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ state >> 29
  }
}
