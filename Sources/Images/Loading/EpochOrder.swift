import Channels

/// The order in which an epoch shows the training images: a permutation that is a function of
/// (seed, epoch), made again when the epoch changes. One belongs to each loader thread.
struct EpochOrder {
  private let seed: UInt64
  private let order: Buffer<Int32>
  private var epoch = -1

  init(count: Int, seed: UInt64) {
    self.seed = seed
    order = Buffer(count: count, repeating: 0)
  }

  /// The image at `position` of an endless sequence of epochs, and its epoch.
  mutating func image(at position: Int) -> (index: Int, epoch: Int) {
    let (epoch, place) = position.quotientAndRemainder(dividingBy: order.count)
    if epoch != self.epoch { shuffle(epoch) }
    return (Int(order.elements[place]), epoch)
  }

  /// Fisher and Yates' shuffle.
  private mutating func shuffle(_ epoch: Int) {
    self.epoch = epoch
    var chance = Chance(seed: seed, .order, epoch)
    let images = order.elements
    for index in images.indices { images[index] = Int32(index) }
    for last in stride(from: images.count - 1, to: 0, by: -1) {
      images.swapAt(last, chance.below(last + 1))
    }
  }
}
