import Foundation

@testable import Reproduction

/// Kernels of two columns: waves that are grey in the first, and coloured blobs in the second.
enum KernelFixture {
  static let count = 64
  static let side = 5

  static func kernels(seed: UInt64) -> KernelRecord {
    var pixels: [UInt8] = []
    var colour: [Double] = []
    for kernel in 0..<count {
      let isColoured = kernel >= count / 2
      let share =
        (isColoured ? 0.55 : 0.22) + 0.2 * StudyFixture.noise(Double(kernel), Double(seed))
      colour.append(share)
      for y in 0..<side {
        for x in 0..<side { pixels += cell(x, y, kernel, share) }
      }
    }
    return KernelRecord(
      count: count, side: side, columns: 2, pixels: Data(pixels).base64EncodedString(),
      colour: colour)
  }

  private static func cell(_ x: Int, _ y: Int, _ kernel: Int, _ share: Double) -> [UInt8] {
    let angle = Double(kernel) * 0.4
    let place = cos(angle) * Double(x - 2) + sin(angle) * Double(y - 2)
    let wave = cos(place * (0.8 + Double(kernel % 4) * 0.4) + Double(kernel))
    let blob = exp(-Double((x - 2) * (x - 2) + (y - 2) * (y - 2)) / 4)
    return (0..<3).map { channel in
      let hue = cos(Double(kernel) + Double(channel) * 2.1)
      return UInt8(min(255, max(0, 128 + 110 * ((1 - share) * wave + share * 1.6 * blob * hue))))
    }
  }
}
