import Channels

/// The order of the training images in an epoch: a permutation that is a function of seed and epoch. It
/// is computed again when the epoch changes. Each loader thread has its own.
struct EpochOrder {
  private let seed: UInt64
  private let order: Buffer<Int32>
  private var epoch = -1

  init(count: Int, seed: UInt64) {
    self.seed = seed
    order = Buffer(count: count, repeating: 0)
  }

  /// Returns an image and its epoch.
  /// - Parameter position: The position in the endless sequence of epochs.
  mutating func image(at position: Int) -> (index: Int, epoch: Int) {
    let (epoch, offset) = position.quotientAndRemainder(dividingBy: order.count)
    if epoch != self.epoch { shuffle(epoch) }
    return (Int(order.elements[offset]), epoch)
  }

  /// Computes the permutation of an epoch by the shuffle of Fisher and Yates.
  private mutating func shuffle(_ epoch: Int) {
    self.epoch = epoch
    var random = RandomGenerator(seed: seed, .order, epoch)
    let images = order.elements
    for index in images.indices { images[index] = Int32(index) }
    for last in stride(from: images.count - 1, to: 0, by: -1) {
      images.swapAt(last, random.below(last + 1))
    }
  }
}
