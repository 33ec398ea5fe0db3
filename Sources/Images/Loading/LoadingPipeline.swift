import Blueprint
import Channels
import Foundation

/// The loader threads and the state that they share. The memory of a batch circulates: a loader thread
/// acquires it from the pool, fills it and adds it to the queue; the consumer removes it from the queue as
/// a batch; when the batch is released, its memory returns to the pool. The trainer decides how many batches
/// wait (`Trainer.readyBatches`).
final class LoadingPipeline: Sendable {
  /// A batch that a loader thread has filled.
  struct LoadedBatch: Sendable {
    var memory: BatchMemory
    /// The number of the batch in the run, from 0.
    var number: Int
    /// The epoch of the first image, from 0.
    var epoch: Int
    /// The errors of the images that were replaced by others.
    var damaged: [ImagesError]
  }

  let source: any DataSource
  let transform: InputTransform
  /// The number of images in a batch.
  let batchSize: Int
  let imagesPerEpoch: Int
  let seed: UInt64
  /// The number of the first batch, above 0 when a run continues.
  let firstBatch: Int

  private let pool: Pool<BatchMemory>
  private let queue: OrderedQueue<Result<LoadedBatch, ImagesError>>
  /// The positions of batches in the queue.
  private let positions = AtomicCounter()
  /// The indices of the validation images that idle threads read ahead.
  private let validationIndices = AtomicCounter()
  /// The number of threads that have not ended.
  private let runningThreads = Monitor(0)

  init(
    source: any DataSource, transform: InputTransform, batchSize: Int, imagesPerEpoch: Int,
    seed: UInt64, firstBatch: Int, readyBatches: Int
  ) {
    self.source = source
    self.transform = transform
    self.batchSize = batchSize
    self.imagesPerEpoch = imagesPerEpoch
    self.seed = seed
    self.firstBatch = firstBatch
    // One more than can be ready, for the batch that the consumer holds.
    let batches = readyBatches + 1
    pool = Pool((0..<batches).map { _ in BatchMemory(capacity: batchSize, shape: transform.crop) })
    queue = OrderedQueue(capacity: batches)
  }

  /// Starts a loader thread, which runs until `stop()` or until an image cannot be read.
  func startThread(named name: String) {
    runningThreads.update { $0 += 1 }
    NamedThread.start(name, stackSize: 1 << 20, isBackground: true) {
      self.load()
      self.runningThreads.update { $0 -= 1 }
    }
  }

  /// Waits for the next batch in the order of the numbers.
  /// - Returns: The batch, or the error of its loader thread; `.stopped` after `stop()`.
  func next() -> Result<LoadedBatch, ImagesError> { queue.dequeue() ?? .failure(.stopped) }

  /// Returns a batch that owns the memory of a loaded batch and returns it to the pool.
  func makeBatch(from loaded: LoadedBatch) -> Batch {
    Batch(
      loaded.memory, index: loaded.number, epoch: loaded.epoch, count: batchSize,
      shape: transform.crop, home: pool)
  }

  /// The number of loader threads that have not ended.
  var threadsRunning: Int { runningThreads.update { $0 } }

  /// Ends the loader threads and waits for their end.
  func stop() {
    pool.close()
    queue.close()
    _ = runningThreads.wait { $0 == 0 ? true : nil }
  }

  /// Fills batches on the calling thread until the pipeline stops or an image cannot be read.
  private func load() {
    var loader: Loader?
    // A thread acquires memory before it acquires a position. In the other order, all memory could be in
    // batches that wait in the queue for a batch without memory.
    while let memory = acquireMemory(loader) {
      let position = positions.next()
      let number = firstBatch + position
      do throws(ImagesError) {
        if loader == nil { loader = try Loader(pipeline: self) }
        let (epoch, damaged) = try loader!.fill(memory, number: number)
        queue.enqueue(
          .success(LoadedBatch(memory: memory, number: number, epoch: epoch, damaged: damaged)),
          at: position)
      } catch {
        queue.enqueue(.failure(error), at: position)
        return
      }
    }
  }

  /// Waits for the memory of a batch. While no memory is free, the thread reads validation images, each of
  /// them once, so that the data source has them in memory before the first validation.
  /// - Returns: `nil` if the pipeline has stopped.
  private func acquireMemory(_ loader: Loader?) -> BatchMemory? {
    while true {
      if let memory = pool.acquireNow() { return memory }
      guard let loader, loader.readAhead(validationIndices.next()), !pool.isClosed else {
        return pool.acquire()
      }
    }
  }
}
