/// Images with all their views, ready for the network. A batch is uniquely owned; when it goes out of scope,
/// its memory returns to its loader and is reused.
public struct EvaluationBatch: ~Copyable, Sendable {
  /// The numbers of the images, in the order of the batch. Damaged images are left out, so a batch can have
  /// fewer images than others, or none.
  public let numbers: [Int]
  /// The label of each image; `nil` for images without labels.
  public let labels: [Int]?
  /// The images that belong to this batch but cannot be decoded.
  public let damaged: [DamagedImage]
  /// The number of views of each image.
  public let views: Int
  private let batch: Batch

  init(_ batch: consuming Batch, _ contents: BatchContents, views: Int, hasLabels: Bool) {
    numbers = contents.numbers
    labels =
      hasLabels
      ? batch.withLabels { $0.prefix(contents.count).map { Int($0) } } : nil
    damaged = contents.damaged
    self.views = views
    self.batch = batch
  }

  /// The number of images.
  public var count: Int { numbers.count }

  /// Calls a closure with the inputs of the network, `[imagesPerBatch × views, channels, height, width]`,
  /// aligned to 64 bytes: all views of the first image, then those of the next. They are 0 after the last
  /// image. They are valid only during the call.
  public func withInputs<Result>(
    _ body: (UnsafeBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    try batch.withImages(body)
  }
}
