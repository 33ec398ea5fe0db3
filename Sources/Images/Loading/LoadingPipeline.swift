import Blueprint
import Channels
import Foundation

/// The shared state of the loader threads. Memory moves from the pool through a loader thread into the
/// queue, from there to the consumer as a batch, and back into the pool.
final class LoadingPipeline: Sendable {
  /// A batch that a loader thread has filled.
  struct LoadedBatch: Sendable {
    var memory: BatchMemory
    var number: Int
    var epoch: Int
    /// The errors of images that were replaced.
    var damaged: [ImagesError]
  }

  let source: any DataSource
  let preparation: Preparation
  let batch: Int
  let imagesPerEpoch: Int
  let seed: UInt64
  /// The number of the first batch.
  let first: Int

  private let pool: Pool<BatchMemory>
  private let queue: OrderedQueue<Result<LoadedBatch, ImagesError>>
  private let numbers = AtomicCounter()
  private let readAhead = AtomicCounter()
  private let running = Monitor(0)

  init(
    source: any DataSource, preparation: Preparation, batch: Int, imagesPerEpoch: Int,
    seed: UInt64, first: Int, depth: Int
  ) {
    self.source = source
    self.preparation = preparation
    self.batch = batch
    self.imagesPerEpoch = imagesPerEpoch
    self.seed = seed
    self.first = first
    // One batch more than can be ready: the one that the consumer holds.
    let memories = depth + 1
    pool = Pool((0..<memories).map { _ in BatchMemory(capacity: batch, shape: preparation.crop) })
    queue = OrderedQueue(capacity: memories)
  }

  func startThread(named name: String) {
    running.update { $0 += 1 }
    NamedThread.start(name, stackSize: 1 << 20, isBackground: true) {
      self.load()
      self.running.update { $0 -= 1 }
    }
  }

  /// Waits for the next batch in order.
  func next() -> Result<LoadedBatch, ImagesError> { queue.dequeue() ?? .failure(.stopped) }

  func batch(_ loaded: LoadedBatch) -> Batch {
    Batch(
      loaded.memory, index: loaded.number, epoch: loaded.epoch, count: batch,
      shape: preparation.crop, home: pool)
  }

  var threadsRunning: Int { running.update { $0 } }

  func stop() {
    pool.close()
    queue.close()
    _ = running.wait { $0 == 0 ? true : nil }
  }

  /// Runs one loader thread until the pipeline stops.
  private func load() {
    var loader: Loader?
    // A thread acquires memory before a number, so that a batch with a number never waits for memory that
    // only the batches after it could release.
    while let memory = freeMemory(loader) {
      let position = numbers.next()
      let number = first + position
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

  /// Waits for memory and returns it; `nil` when the pipeline has stopped. While there is no memory, the
  /// thread reads each validation image once, so that the first validation finds them in the memory of the
  /// data source.
  private func freeMemory(_ loader: Loader?) -> BatchMemory? {
    while true {
      if let memory = pool.acquireNow() { return memory }
      guard let loader, loader.readsAhead(readAhead.next()), !pool.isClosed else {
        return pool.acquire()
      }
    }
  }
}
