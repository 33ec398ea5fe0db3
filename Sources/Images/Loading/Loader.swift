import Blueprint
import Channels

/// One loader thread's own things: a reader, an image's bytes, an epoch's order.
struct Loader {
  private let line: LoadingLine
  private let reader: any ImageReader
  private let image: Buffer<UInt8>
  private var order: EpochOrder

  init(line: LoadingLine) throws(ImagesError) {
    self.line = line
    reader = try line.source.makeReader()
    image = Buffer(count: line.source.imageShape.count, repeating: 0)
    order = EpochOrder(count: line.imagesPerEpoch, seed: line.seed)
  }

  /// How often another image is tried in a damaged one's place.
  private static let replacements = 100

  /// Fills memory with batch `number`; returns the epoch of its first image, and what was wrong with
  /// images that others had to replace.
  mutating func fill(_ memory: BatchMemory, number: Int) throws(ImagesError)
    -> (epoch: Int, damaged: [ImagesError])
  {
    var damaged: [ImagesError] = []
    let first = number * line.batch
    for place in 0..<line.batch {
      let (index, epoch) = order.image(at: first + place)
      var chance = Chance(seed: line.seed, .augmentation, epoch, index)
      let label = try read(index, epoch: epoch, &damaged)
      line.preparation.write(line.preparation.view(&chance), of: image, to: memory, place: place)
      memory.labels.elements[place] = Int32(label)
    }
    return (first / line.imagesPerEpoch, damaged)
  }

  /// Reads a training image or, when it is damaged, another that (seed, epoch, index) decide.
  private func read(_ index: Int, epoch: Int, _ damaged: inout [ImagesError]) throws(ImagesError)
    -> Int
  {
    var chance: Chance?
    var wanted = index
    for _ in 0...Self.replacements {
      do throws(ImagesError) {
        return try reader.read(wanted, of: .train, into: image.elements)
      } catch .damagedImage(let path, let damage) {
        // A replacement that is damaged as well is counted in its own turn.
        if wanted == index { damaged.append(.damagedImage(path: path, damage)) }
        chance = chance ?? Chance(seed: line.seed, .replacement, epoch, index)
        wanted = chance!.below(line.imagesPerEpoch)
      }
    }
    throw damaged.last!
  }

  /// Reads a validation image for the sake of the source's memory. False when there is nothing to
  /// gain, or no more.
  func readsAhead(_ index: Int) -> Bool {
    guard line.source.remembersImages, index < line.source.count(.validation) else { return false }
    // If it cannot be read, validation will say so.
    return (try? reader.read(index, of: .validation, into: image.elements)) != nil
  }
}
