import Blueprint
import Channels

/// The loader threads and the state that they share, for training and for evaluation. The memory of a batch circulates: a loader thread
/// acquires it from the pool, fills it and adds it to the queue; the consumer removes it from the queue as
/// a batch; when the batch is released, its memory returns to the pool. The trainer decides how many batches
/// wait (`Trainer.readyBatches`).
final class LoadingPipeline: Sendable {
  /// A batch that a loader thread has filled.
  struct LoadedBatch: Sendable {
    var memory: BatchMemory
    /// The number of the batch in the run, from 0.
    var number: Int
    var contents: BatchContents
  }

  /// The number of images in a batch.
  let batchSize: Int
  /// The shape of one image.
  private let shape: Shape
  /// The number of the first batch, above 0 when a run continues.
  private let firstBatch: Int
  /// The number of batches from the first on; `nil` for an endless stream.
  private let count: Int?
  private let makeFiller: @Sendable () throws(ImagesError) -> any BatchFiller

  private let pool: Pool<BatchMemory>
  private let queue: OrderedQueue<Result<LoadedBatch, ImagesError>>
  /// The positions of batches in the queue.
  private let positions = AtomicCounter()
  /// The indices of the images that idle threads read ahead.
  private let indicesAhead = AtomicCounter()
  /// The number of threads that have not ended.
  private let runningThreads = Monitor(0)

  /// Creates a pipeline without threads.
  /// - Parameters:
  ///   - batchSize: The number of images in a batch.
  ///   - shape: The shape of one image.
  ///   - views: The number of views of each image in a batch.
  ///   - firstBatch: The number of the first batch.
  ///   - count: The number of batches from the first on; `nil` for an endless stream.
  ///   - readyBatches: The largest number of batches that wait.
  ///   - makeFiller: A closure that each thread calls once.
  init(
    batchSize: Int, shape: Shape, views: Int = 1, firstBatch: Int = 0, count: Int? = nil,
    readyBatches: Int, makeFiller: @escaping @Sendable () throws(ImagesError) -> any BatchFiller
  ) {
    self.batchSize = batchSize
    self.shape = shape
    self.firstBatch = firstBatch
    self.count = count
    self.makeFiller = makeFiller
    // One more than can be ready, for the batch that the consumer holds.
    let batches = max(1, min(readyBatches + 1, count ?? .max))
    pool = Pool(
      (0..<batches).map { _ in BatchMemory(capacity: batchSize, shape: shape, views: views) })
    queue = OrderedQueue(capacity: batches)
  }

  /// Starts loader threads, which run until `stop()`, until an image cannot be read, or until all batches
  /// are filled.
  func startThreads(_ count: Int) {
    for number in 1...count {
      runningThreads.update { $0 += 1 }
      NamedThread.start("loader \(number)", stackSize: 1 << 20, isBackground: true) {
        self.load()
        self.runningThreads.update { $0 -= 1 }
      }
    }
  }

  /// Waits for the next batch in the order of the numbers.
  /// - Returns: The batch, or the error of its loader thread; `.stopped` after `stop()`.
  func next() -> Result<LoadedBatch, ImagesError> { queue.dequeue() ?? .failure(.stopped) }

  /// Returns a batch that owns the memory of a loaded batch and returns it to the pool.
  func makeBatch(from loaded: LoadedBatch) -> Batch {
    Batch(
      loaded.memory, index: loaded.number, epoch: loaded.contents.epoch,
      count: loaded.contents.count, shape: shape, home: pool)
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
    var filler: (any BatchFiller)?
    // A thread acquires memory before it acquires a position. In the other order, all memory could be in
    // batches that wait in the queue for a batch without memory.
    while let memory = acquireMemory(filler) {
      let position = positions.next()
      if let count, position >= count { return }
      let number = firstBatch + position
      do throws(ImagesError) {
        if filler == nil { filler = try makeFiller() }
        let contents = try filler!.fill(memory, number: number)
        queue.enqueue(
          .success(LoadedBatch(memory: memory, number: number, contents: contents)), at: position)
      } catch {
        queue.enqueue(.failure(error), at: position)
        return
      }
    }
  }

  /// Waits for the memory of a batch. While no memory is free in training, the thread reads validation images,
  /// each of them once, so that the data source has them in memory before the first validation.
  /// - Returns: `nil` if the pipeline has stopped.
  private func acquireMemory(_ filler: (any BatchFiller)?) -> BatchMemory? {
    while true {
      if let memory = pool.acquireNow() { return memory }
      guard let filler, filler.readAhead(indicesAhead.next()), !pool.isClosed else {
        return pool.acquire()
      }
    }
  }
}
