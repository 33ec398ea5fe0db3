import Blueprint
import Channels
import Foundation

/// What the loader threads share: memory goes from the pool through a loader into the queue, out to
/// the consumer as a batch, and back into the pool.
final class LoadingLine: Sendable {
  /// A batch's memory, filled.
  struct Loaded: Sendable {
    var memory: BatchMemory
    var number: Int
    var epoch: Int
    /// What was wrong with images that were replaced.
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
  private let queue: OrderedQueue<Result<Loaded, ImagesError>>
  private let numbers = Tickets()
  private let readAhead = Tickets()
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
    // One more than may be ready: the consumer has it in hand.
    let memories = depth + 1
    pool = Pool((0..<memories).map { _ in BatchMemory(capacity: batch, shape: preparation.crop) })
    queue = OrderedQueue(capacity: memories)
  }

  func startThread(named name: String) {
    running.update { $0 += 1 }
    let thread = Thread {
      // Training goes first: a late batch is noticed by itself, a late gradient is not.
      _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 5)
      self.load()
      self.running.update { $0 -= 1 }
    }
    thread.name = name
    thread.stackSize = 1 << 20
    thread.start()
  }

  /// Waits for the next batch in order.
  func take() -> Result<Loaded, ImagesError> { queue.take() ?? .failure(.stopped) }

  func batch(_ loaded: Loaded) -> Batch {
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

  /// One thread's life.
  private func load() {
    var loader: Loader?
    // Memory first, then a number: who has a number can always finish it, so that nobody waits for a
    // batch that waits for memory.
    while let memory = freeMemory(loader) {
      let place = numbers.take()
      let number = first + place
      do throws(ImagesError) {
        if loader == nil { loader = try Loader(line: self) }
        let (epoch, damaged) = try loader!.fill(memory, number: number)
        queue.put(
          .success(Loaded(memory: memory, number: number, epoch: epoch, damaged: damaged)),
          at: place)
      } catch {
        queue.put(.failure(error), at: place)
        return
      }
    }
  }

  /// Memory to fill. While there is none, validation images are read once, so that the first
  /// validation finds them drawn; nil when the line is stopped.
  private func freeMemory(_ loader: Loader?) -> BatchMemory? {
    while true {
      if let memory = pool.takeNow() { return memory }
      guard let loader, loader.readsAhead(readAhead.take()), !pool.isClosed else {
        return pool.take()
      }
    }
  }
}
