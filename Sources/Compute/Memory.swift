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
  /// Checks that a network, and the batches that are made ahead for it, fit into the memory.
  /// - Parameter batchesAhead: how many batches of images wait beside the one in hand.
  public static func checkMemory(
    _ layout: [LayerLayout], batch: Int, batchesAhead: Int
  ) throws(ComputeError) {
    let image = 4 * (layout.first?.input.count ?? 0)
    let needed =
      layout.parameterBytes + layout.activationBytes(batch: batch) + batchesAhead * batch * image
    let available = Memory.availableBytes
    guard needed < available else {
      throw .outOfMemory(neededBytes: needed, availableBytes: available)
    }
  }
}
