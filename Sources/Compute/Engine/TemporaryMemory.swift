/// Memory for tensors that are needed only for a short part of a step.
///
/// It consists of blocks, for training of one size. The system provides a page of a block when the page is
/// first written. Networks whose steps never overlap share the memory.
final class TemporaryMemory {
  private let blockBytes: Int
  private var free: [Tensor.Storage] = []
  private var inUse: [Tensor.Storage] = []

  /// The size of all blocks.
  var bytes: Int { (free + inUse).reduce(0) { $0 + $1.bytes } }

  /// Creates memory without blocks.
  /// - Parameter blockBytes: The smallest size of a block; 0 makes each block as small as it can be.
  init(blockBytes: Int) { self.blockBytes = blockBytes }

  /// Memory for numbers that no layer needs after the task that computes them. It suffices for each task, and
  /// is not a block.
  private(set) var scratch: Tensor.Storage?

  /// Enlarges the scratch memory to at least this size. A task reads its address when it runs, because a later
  /// layer can need more.
  func reserveScratch(bytes: Int) throws(ComputeError) {
    guard bytes > scratch?.bytes ?? 0 else { return }
    scratch = nil
    scratch = try Tensor.Storage(bytes: bytes, isTouched: false)
  }

  /// Returns a block of at least this size, which is in use until it is freed.
  func block(bytes: Int) throws(ComputeError) -> Tensor.Storage {
    // A smaller block would stay free, and the one freed last is most likely in the cache.
    let block: Tensor.Storage
    let fitting = free.indices.reversed().filter { free[$0].bytes >= bytes }
    if let index = fitting.min(by: { free[$0].bytes < free[$1].bytes }) {
      block = free.remove(at: index)
    } else {
      block = try Tensor.Storage(bytes: max(bytes, blockBytes), isTouched: false)
    }
    inUse.append(block)
    return block
  }

  /// Returns a block of at least this size for work between two steps, which overwrites what steps leave in it.
  func blockBetweenSteps(bytes: Int) throws(ComputeError) -> Tensor.Storage {
    precondition(inUse.isEmpty, "a network must not be under construction")
    defer { free(except: []) }
    return try block(bytes: bytes)
  }

  /// Frees all blocks in use except some.
  func free(except kept: [Tensor.Storage]) {
    free += inUse.filter { block in !kept.contains { $0 === block } }
    inUse.removeAll { block in !kept.contains { $0 === block } }
  }
}
