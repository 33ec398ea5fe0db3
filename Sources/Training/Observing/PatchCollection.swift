import Blueprint
import Compute
import Runs

/// Gathers, from the batches that are looked at, the pieces of images to which one kernel answers most.
/// Weights change while it gathers, so what was found fades: an old answer gives way to a new one that is
/// nearly as strong.
struct PatchCollection {
  /// From one look to the next.
  private static let fading: Float = 0.995

  private let inputScale: Float
  /// What was taken off each channel.
  private let mean: SIMD3<Double>
  private(set) var patches: KernelPatches

  init(of kernel: Int, size: Int, inputScale: Double, mean: SIMD3<Double>) {
    self.inputScale = Float(inputScale)
    self.mean = mean
    patches = KernelPatches(kernel: kernel, size: size)
  }

  mutating func add(_ responses: KernelResponses) {
    var all = patches.patches
    for index in all.indices { all[index].response *= Self.fading }
    let weakest = all.count < KernelPatches.most ? 0 : all.last?.response ?? 0
    for peak in responses.peaks(of: patches.kernel) where peak.response > weakest {
      all.append(.init(response: peak.response, pixels: pixels(responses.patch(at: peak))))
    }
    all.sort { $0.response > $1.response }
    patches.patches = Array(all.prefix(KernelPatches.most))
  }

  /// `[3, size, size]` as the network sees it becomes `[size, size, 3]` as eyes do; one channel is grey.
  private func pixels(_ patch: [Float]) -> [UInt8] {
    let area = patches.size * patches.size
    let channels = patch.count / area
    return (0..<3 * area).map { index in
      let (place, color) = (index / 3, index % 3)
      let channel = min(color, channels - 1)
      let value = patch[channel * area + place] / inputScale + Float(mean[color])
      return value.isFinite ? UInt8(min(255, max(0, value.rounded()))) : 0
    }
  }
}
