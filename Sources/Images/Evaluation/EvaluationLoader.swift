import Blueprint

/// The batches of an evaluation, prepared ahead of time by its own threads.
///
/// Each image occurs once, in the order of the numbers. The batches do not depend on the number of threads.
/// Only one thread can use a loader.
///
/// ```swift
/// let loader = try EvaluationLoader(
///   images, input: InputFormat(of: network, mean: mean), views: .ten, imagesPerBatch: 12, threads: 2)
/// while let batch = try loader.next() {
///   batch.withInputs { … }
/// }
/// ```
public final class EvaluationLoader {
  /// The number of batches.
  public let batches: Int
  /// The largest number of images in a batch. A network needs room for this number times the views.
  public let imagesPerBatch: Int
  /// The crops of each image: the centre, or first the centre, then the upper left, upper right, lower left
  /// and lower right corner, and then the mirror images of these five.
  public let views: EvaluationViews
  /// The time that all calls of `next()` have waited so far.
  public private(set) var waited = Duration.zero

  private let pipeline: LoadingPipeline
  private let hasLabels: Bool
  private var returned = 0
  private let clock = ContinuousClock()

  /// Starts the threads.
  /// - Parameters:
  ///   - images: The images.
  ///   - input: The input that the network needs. Its mean must be given for image files.
  ///   - views: The crops of each image.
  ///   - imagesPerBatch: The largest number of images in a batch, at least 1.
  ///   - threads: The number of loader threads, at least 1.
  ///   - readyBatches: The largest number of batches that wait for `next()`, at least 1.
  /// - Throws: An error if the images are smaller than the input, or have other channels or another shape than
  ///   the mean.
  public init(
    _ images: EvaluationImages, input: InputFormat, views: EvaluationViews = .one,
    imagesPerBatch: Int, threads: Int = 1, readyBatches: Int = 2
  ) throws(ImagesError) {
    precondition(imagesPerBatch > 0, "a batch has at least one image")
    precondition(threads > 0 && readyBatches > 0, "threads and ready batches are at least 1")
    self.imagesPerBatch = imagesPerBatch
    self.views = views
    hasLabels = images.hasLabels
    batches = (images.count + imagesPerBatch - 1) / imagesPerBatch
    let transform = try images.transform(to: input)
    pipeline = LoadingPipeline(
      batchSize: imagesPerBatch, shape: transform.crop, views: views.count, count: batches,
      readyBatches: readyBatches
    ) { () throws(ImagesError) in
      try EvaluationBatchFiller(images, transform, views: views, batchSize: imagesPerBatch)
    }
    pipeline.startThreads(threads)
  }

  deinit { pipeline.stop() }

  /// Waits for the next batch and returns it.
  /// - Returns: `nil` after the last batch.
  /// - Throws: An error if images cannot be read at all, which ends the evaluation. A damaged image does
  ///   not end it.
  public func next() throws(ImagesError) -> EvaluationBatch? {
    guard returned < batches else { return nil }
    let start = clock.now
    let result = pipeline.next()
    waited += clock.now - start
    do throws(ImagesError) {
      let loaded = try result.get()
      returned += 1
      return EvaluationBatch(
        pipeline.makeBatch(from: loaded), loaded.contents, views: views.count,
        hasLabels: hasLabels)
    } catch {
      pipeline.stop()
      throw error
    }
  }

  /// Ends the threads and waits for their end, for an evaluation that stops early.
  public func stop() { pipeline.stop() }
}
