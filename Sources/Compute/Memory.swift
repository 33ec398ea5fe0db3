import Blueprint
import Glibc

/// What the machine has left. Linux promises memory that it does not have and kills whoever uses it,
/// so what is needed is compared with what is there before any of it is taken.
enum Memory {
  /// What the kernel says can be taken without swapping; all there is where it says nothing.
  static var availableBytes: Int {
    guard let file = fopen("/proc/meminfo", "re") else { return .max }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    while fgets(&line, Int32(line.count), file) != nil {
      let words = line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        .split(separator: UInt8(ascii: " "), omittingEmptySubsequences: true)
        .map { String(decoding: $0, as: UTF8.self) }
      if words.first == "MemAvailable:", words.count > 1, let kibibytes = Int(words[1]) {
        return kibibytes * 1024
      }
    }
    return .max
  }
}

extension Network {
  /// Checks, before anything is taken, that this machine can train a network: that the processor has
  /// the precision's arithmetic, and that the network, and the batches that are made ahead for it,
  /// fit into the memory.
  /// - Parameters:
  ///   - layout: the layers with their shapes.
  ///   - batch: images a step.
  ///   - precision: of the activations.
  ///   - batchesAhead: how many batches of images wait beside the one in hand.
  ///   - snapshots: how many copies there are of all that it learns.
  public static func check(
    _ layout: [LayerLayout], batch: Int, precision: Precision, batchesAhead: Int,
    snapshots: Int = 0
  ) throws(ComputeError) {
    guard precision != .bf16 || Engine.hasBFloat16 else { throw .unsupported(precision) }
    let image = 4 * (layout.first?.input.count ?? 0)
    let needed =
      layout.parameterBytes + layout.activationBytes(batch: batch, precision: precision)
      + batchesAhead * batch * image + snapshots * layout.snapshotBytes
    let available = Memory.availableBytes
    guard needed < available else {
      throw .outOfMemory(neededBytes: needed, availableBytes: available)
    }
  }

  /// Checks that so many networks of about one size, side by side, fit into the memory.
  /// - Parameters:
  ///   - layout: the layers of one network with their shapes.
  ///   - batch: images a step.
  ///   - precision: of the activations.
  ///   - batchesAhead: how many batches of images wait beside the one in hand.
  ///   - others: how many there are beside the first.
  public static func check(
    _ layout: [LayerLayout], batch: Int, precision: Precision, batchesAhead: Int, others: Int
  ) throws(ComputeError) {
    try check(
      layout, batch: batch, precision: precision, batchesAhead: batchesAhead, snapshots: 1)
    guard others > 0 else { return }
    let one = layout.laneBytes(batch: batch, precision: precision, batchesAhead: batchesAhead)
    let available = Memory.availableBytes
    guard one * (others + 1) < available else {
      throw .tooManyLanes(
        others + 1, fitting: max(1, (available - 1) / one), neededBytes: one * (others + 1),
        availableBytes: available)
    }
  }

  /// What each of several networks of a size takes, and how many more fit into the memory that is left.
  public static func room(
    for layout: [LayerLayout], batch: Int, precision: Precision, batchesAhead: Int
  ) -> (bytes: Int, count: Int) {
    let bytes = layout.laneBytes(batch: batch, precision: precision, batchesAhead: batchesAhead)
    return (bytes, (Memory.availableBytes - 1) / bytes)
  }
}

extension [LayerLayout] {
  /// What a network takes that is trained beside others: as if nothing were in common, for seeds and
  /// augmentation may differ; and the copy that checkpoints are written from.
  fileprivate func laneBytes(batch: Int, precision: Precision, batchesAhead: Int) -> Int {
    parameterBytes + 2 * 4 * parameters + activationBytes(batch: batch, precision: precision)
      + batchesAhead * batch * 4 * (first?.input.count ?? 0)
  }
}

extension [LayerLayout] {
  /// What the largest tensor takes: activations, with their channels filled up to whole blocks, or
  /// weights.
  func largestBytes(batch: Int) -> Int {
    let lanes = Builder.lanes
    func bytes(_ shape: Shape) -> Int {
      4 * batch * (shape.channels + lanes - 1) / lanes * lanes * shape.height * shape.width
    }
    return reduce(0) { Swift.max($0, bytes($1.input), bytes($1.output), 4 * $1.parameters) }
  }
}
