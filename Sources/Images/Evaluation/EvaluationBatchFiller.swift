import Blueprint
import Channels

/// Fills batches of an evaluation for one loader thread.
struct EvaluationBatchFiller: BatchFiller {
  private let images: EvaluationImages
  private let transform: InputTransform
  private let views: [InputTransform.View]
  private let batchSize: Int
  private let reader: EvaluationImages.Reader
  private let image: Buffer<UInt8>

  /// Creates a filler.
  /// - Parameters:
  ///   - images: The images.
  ///   - transform: Their conversion to the network's input.
  ///   - views: The crops of each image.
  ///   - batchSize: The number of images in a batch.
  init(
    _ images: EvaluationImages, _ transform: InputTransform, views: EvaluationViews,
    batchSize: Int
  ) throws(ImagesError) {
    self.images = images
    self.transform = transform
    self.views = transform.views(views)
    self.batchSize = batchSize
    reader = try images.makeReader()
    image = Buffer(count: images.imageShape.count, repeating: 0)
  }

  mutating func fill(_ memory: BatchMemory, number: Int) throws(ImagesError) -> BatchContents {
    var contents = BatchContents(count: 0)
    let first = number * batchSize
    for index in first..<min(first + batchSize, images.count) {
      do throws(ImagesError) {
        let label = try reader.read(index, into: image.elements)
        for (position, view) in views.enumerated() {
          transform.write(view, of: image, to: memory, at: contents.count * views.count + position)
        }
        memory.labels.elements[contents.count] = Int32(label)
        contents.numbers.append(index)
        contents.count += 1
      } catch .damagedImage(let path, let damage) {
        contents.damaged.append(
          DamagedImage(number: index, error: .damagedImage(path: path, damage)))
      }
    }
    memory.images.elements[(contents.count * views.count * transform.crop.count)...]
      .update(repeating: 0)
    memory.labels.elements[contents.count...].update(repeating: 0)
    return contents
  }
}
