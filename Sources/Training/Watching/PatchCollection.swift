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

  /// The factor by which the pixels of each colour were multiplied, as the network has them.
  private let factors: [Float]
  /// The value that was subtracted from each colour.
  private let mean: [Float]
  /// The channel of the network's input that has each colour: red, green, blue.
  private let channels: [Int]
  private(set) var patches: KernelPatches

  /// Creates an empty collection.
  /// - Parameters:
  ///   - size: The width and height of a patch, in pixels.
  ///   - network: The network, whose input has the patches.
  ///   - dataMean: The mean colour of the data, for a network without fixed means.
  init(of kernel: Int, size: Int, network: NetworkSpec, dataMean: SIMD3<Double>) {
    let colors = network.inputColors
    // One channel becomes grey.
    let channels = (0..<3).map { colors.firstIndex(of: $0) ?? 0 }
    self.channels = channels
    factors = channels.map { Float(network.pixelFactors[colors[$0]]) }
    let means = network.normalization?.mean
    mean = (0..<3).map { color in
      Float(means.map { $0[colors[channels[color]]] } ?? dataMean[color])
    }
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

  /// Converts a network's input [channels, size, size] to pixels [size, size, 3].
  private func pixels(_ patch: [Float]) -> [UInt8] {
    let area = patches.size * patches.size
    return (0..<3 * area).map { index in
      let (position, color) = (index / 3, index % 3)
      let value = patch[channels[color] * area + position] / factors[color] + mean[color]
      return value.isFinite ? UInt8(min(255, max(0, value.rounded()))) : 0
    }
  }
}
