import Blueprint
import Compute
import Observing
import Runs

/// The patches of images to which one kernel responds most, gathered from the batches of the snapshots. The
/// weights change between snapshots, so older responses are reduced: a new patch can replace an old one that
/// was slightly stronger.
struct PatchCollection {
  /// The factor by which each snapshot reduces the responses of older patches.
  private static let decay: Float = 0.995

  private let inputScale: Float
  /// The mean that was subtracted from each channel.
  private let mean: SIMD3<Double>
  private(set) var patches: KernelPatches

  /// Creates an empty collection.
  /// - Parameters:
  ///   - size: The width and height of a patch, in pixels.
  ///   - inputScale: The factor by which pixels were multiplied.
  ///   - mean: The value that was subtracted from each channel before.
  init(of kernel: Int, size: Int, inputScale: Double, mean: SIMD3<Double>) {
    self.inputScale = Float(inputScale)
    self.mean = mean
    patches = KernelPatches(kernel: kernel, size: size)
  }

  mutating func add(_ responses: KernelResponses) {
    var all = patches.patches
    for index in all.indices { all[index].response *= Self.decay }
    let weakest = all.count < KernelPatches.maximumCount ? 0 : all.last?.response ?? 0
    for strongest in responses.strongest(of: patches.kernel) where strongest.response > weakest {
      all.append(
        .init(response: strongest.response, pixels: pixels(responses.patch(at: strongest))))
    }
    all.sort { $0.response > $1.response }
    patches.patches = Array(all.prefix(KernelPatches.maximumCount))
  }

  /// Converts a network's input [channels, size, size] to pixels [size, size, 3]. One channel becomes grey.
  private func pixels(_ patch: [Float]) -> [UInt8] {
    let area = patches.size * patches.size
    let channels = patch.count / area
    return (0..<3 * area).map { index in
      let (position, color) = (index / 3, index % 3)
      let channel = min(color, channels - 1)
      let value = patch[channel * area + position] / inputScale + Float(mean[color])
      return value.isFinite ? UInt8(min(255, max(0, value.rounded()))) : 0
    }
  }
}
