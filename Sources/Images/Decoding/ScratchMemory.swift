/// Bytes that are used again for every image: they grow to the largest so far. What a giant asked for
/// is given back at the next image of ordinary size.
final class ScratchMemory {
  private static let keptBytes = 64 << 20
  private var memory = UnsafeMutableRawBufferPointer(start: nil, count: 0)

  deinit { memory.deallocate() }

  /// As many bytes or more, 64-byte aligned, of any content; valid until the next call.
  func bytes(_ count: Int) -> UnsafeMutablePointer<UInt8> {
    let count = max(count, 1)
    if memory.count < count || (memory.count > Self.keptBytes && count <= Self.keptBytes) {
      memory.deallocate()
      memory = .allocate(byteCount: count, alignment: 64)
    }
    return memory.baseAddress!.assumingMemoryBound(to: UInt8.self)
  }

  /// As `bytes(_:)`.
  func floats(_ count: Int) -> UnsafeMutablePointer<Float> {
    let bytes = bytes(count * MemoryLayout<Float>.stride)
    return UnsafeMutableRawPointer(bytes).bindMemory(to: Float.self, capacity: count)
  }
}
