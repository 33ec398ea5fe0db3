import Blueprint
import Channels

/// Images as a network takes them, with their labels. Whoever has it has it alone; when it goes out
/// of scope its memory goes back to where it came from, to be filled again.
public struct Batch: ~Copyable, Sendable {
  /// Number of the batch, from 0.
  public let index: Int
  /// The epoch that its first image belongs to, from 0.
  public let epoch: Int
  /// How many images are real; the rest, in the last validation batch, are zeros with label 0.
  public let count: Int
  /// How many images there is room for.
  public let capacity: Int
  /// One image.
  public let shape: Shape
  private let memory: BatchMemory
  private let home: Pool<BatchMemory>

  init(
    _ memory: BatchMemory, index: Int, epoch: Int, count: Int, shape: Shape,
    home: Pool<BatchMemory>
  ) {
    self.memory = memory
    self.index = index
    self.epoch = epoch
    self.count = count
    self.capacity = memory.labels.count
    self.shape = shape
    self.home = home
  }

  deinit { home.put(memory) }

  /// `[capacity, channels, height, width]`, 64-byte aligned; not to be kept.
  public func withImages<Result>(_ body: (UnsafeBufferPointer<Float>) throws -> Result) rethrows
    -> Result
  {
    try body(UnsafeBufferPointer(memory.images.elements))
  }

  /// `[capacity]`; not to be kept.
  public func withLabels<Result>(_ body: (UnsafeBufferPointer<Int32>) throws -> Result) rethrows
    -> Result
  {
    try body(UnsafeBufferPointer(memory.labels.elements))
  }

  /// Gives the memory back now rather than at the end of the scope.
  public consuming func recycle() {}
}

/// What a batch's numbers are kept in.
struct BatchMemory: Sendable {
  let images: Buffer<Float>
  let labels: Buffer<Int32>

  init(capacity: Int, shape: Shape) {
    images = Buffer(count: capacity * shape.count, repeating: 0)
    labels = Buffer(count: capacity, repeating: 0)
  }
}
