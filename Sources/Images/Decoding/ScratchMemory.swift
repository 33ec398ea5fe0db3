/// Memory that each image reuses. It grows to the largest size so far; the memory of an exceptionally large
/// image is released at the next image of ordinary size.
final class ScratchMemory {
  private static let keptBytes = 64 << 20
  private var memory = UnsafeMutableRawBufferPointer(start: nil, count: 0)

  deinit { memory.deallocate() }

  /// Returns at least this many bytes, aligned to 64 bytes and not initialised, valid until the next call.
  func bytes(_ count: Int) -> UnsafeMutablePointer<UInt8> {
    let count = max(count, 1)
    if memory.count < count || (memory.count > Self.keptBytes && count <= Self.keptBytes) {
      memory.deallocate()
      memory = .allocate(byteCount: count, alignment: 64)
    }
    return memory.baseAddress!.assumingMemoryBound(to: UInt8.self)
  }

  /// Returns memory for this many numbers, with the guarantees of `bytes(_:)`.
  func floats(_ count: Int) -> UnsafeMutablePointer<Float> {
    let bytes = bytes(count * MemoryLayout<Float>.stride)
    return UnsafeMutableRawPointer(bytes).bindMemory(to: Float.self, capacity: count)
  }
}
