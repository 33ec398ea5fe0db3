/// Fills batches for one loader thread.
protocol BatchFiller {
  /// Fills memory with a batch.
  /// - Parameters:
  ///   - memory: The memory of the batch, with the contents of an earlier one.
  ///   - number: The number of the batch, from 0.
  /// - Throws: An error that ends the loading.
  mutating func fill(_ memory: BatchMemory, number: Int) throws(ImagesError) -> BatchContents

  /// Reads an image that is needed later, while there is no memory for a batch.
  /// - Parameter index: The number of the call, from 0.
  /// - Returns: False if nothing is left to read ahead.
  func readAhead(_ index: Int) -> Bool
}

extension BatchFiller {
  func readAhead(_ index: Int) -> Bool { false }
}

/// The contents of a batch, beside its images and labels.
struct BatchContents: Sendable {
  /// The number of images.
  var count: Int
  /// The epoch of the first image, from 0.
  var epoch = 0
  /// The numbers of the images in the order of the batch; empty for training.
  var numbers: [Int] = []
  /// The images that cannot be decoded. In training, others replace them.
  var damaged: [DamagedImage] = []
}

/// An image that cannot be decoded.
public struct DamagedImage: Equatable, Sendable {
  /// The number of the image in its split or list.
  public var number: Int
  /// The error that names the image.
  public var error: ImagesError
}
