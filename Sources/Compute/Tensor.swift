import COneDNN
import Glibc

/// How a tensor's floats lie in memory: row by row, or in blocks that oneDNN chose.
final class Layout {
  let handle: OpaquePointer

  init(owning handle: OpaquePointer) { self.handle = handle }
  deinit { od_layout_destroy(handle) }

  /// Row-major.
  static func plain(_ dimensions: [Int]) -> Layout { make(dimensions, plain: true) }
  /// For oneDNN to choose.
  static func any(_ dimensions: [Int]) -> Layout { make(dimensions, plain: false) }

  private static func make(_ dimensions: [Int], plain: Bool) -> Layout {
    var handle: OpaquePointer?
    let status = od_layout_create(
      Int32(dimensions.count), dimensions.map(Int64.init), plain ? 1 : 0, &handle)
    guard status == 0, let handle else {
      preconditionFailure("\(dimensions) are the dimensions of no tensor")
    }
    return Layout(owning: handle)
  }

  /// The first `count` images of a batch.
  func prefix(_ count: Int) throws(ComputeError) -> Layout {
    Layout(
      owning: try ComputeError.check("a part of a batch") {
        od_layout_prefix(handle, Int64(count), &$0)
      })
  }

  var rank: Int { Int(od_layout_rank(handle)) }
  /// How many channels of a batch of maps lie side by side; nil where that is not known.
  var lanes: Int? {
    let lanes = Int(od_layout_lanes(handle))
    return lanes > 0 ? lanes : nil
  }
  var bytes: Int { od_layout_bytes(handle) }
  static func == (a: Layout, b: Layout) -> Bool { od_layout_equal(a.handle, b.handle) != 0 }
}

/// Floats in memory that is taken once, before the first step. Not `Sendable`: the trainer's thread
/// alone touches numbers.
public final class Tensor {
  let layout: Layout
  let memory: OpaquePointer
  private let storage: Storage
  /// Where the floats are now; another tensor's place while pointed there.
  private(set) var floats: UnsafeMutablePointer<Float>
  private var views: [Tensor] = []

  /// How many floats the memory holds, those included that pad a blocked layout (they are 0).
  var count: Int { layout.bytes / MemoryLayout<Float>.stride }

  /// All floats, in the order of the layout.
  public var elements: UnsafeMutableBufferPointer<Float> { .init(start: floats, count: count) }

  /// The pages of a block of memory, touched once and given back with the last tensor on them.
  private final class Storage {
    let address: UnsafeMutableRawPointer

    init(bytes: Int) throws(ComputeError) {
      // Whole huge pages where it is worth it: far fewer address translations in a step.
      let hugePage = 2 << 20
      let alignment = bytes >= hugePage ? hugePage : 4096
      let length = (max(bytes, 64) + alignment - 1) / alignment * alignment
      var address: UnsafeMutableRawPointer?
      guard posix_memalign(&address, alignment, length) == 0, let address else {
        throw .outOfMemory(neededBytes: length, availableBytes: Memory.availableBytes)
      }
      madvise(address, length, Int32(MADV_HUGEPAGE))
      memset(address, 0, length)
      self.address = address
    }

    deinit { free(address) }
  }

  convenience init(_ layout: Layout, on engine: Engine) throws(ComputeError) {
    try self.init(layout, storage: Storage(bytes: layout.bytes), engine: engine)
  }

  private init(_ layout: Layout, storage: Storage, engine: Engine) throws(ComputeError) {
    self.layout = layout
    self.storage = storage
    let floats = storage.address.assumingMemoryBound(to: Float.self)
    self.floats = floats
    memory = try ComputeError.check("a tensor") {
      od_memory_create(engine.handle, layout.handle, floats, &$0)
    }
  }

  /// The same floats under another layout of as many bytes.
  func view(_ layout: Layout, on engine: Engine) throws(ComputeError) -> Tensor {
    precondition(layout.bytes == self.layout.bytes, "a view covers the whole tensor")
    return try window(layout, on: engine)
  }

  /// The first floats, under a layout of no more bytes.
  func window(_ layout: Layout, on engine: Engine) throws(ComputeError) -> Tensor {
    precondition(layout.bytes <= self.layout.bytes, "a window lies inside")
    let window = try Tensor(layout, storage: storage, engine: engine)
    views.append(window)
    return window
  }

  /// Reads and writes another tensor's floats from now on (a layer that is switched off hands its
  /// input through), or its own again with nil.
  func point(to other: Tensor?) {
    let place = other?.floats ?? storage.address.assumingMemoryBound(to: Float.self)
    guard place != floats else { return }
    precondition(other.map { $0.layout == layout } ?? true, "layouts agree")
    floats = place
    od_memory_point(memory, place)
    for view in views { view.move(to: place) }
  }

  private func move(to place: UnsafeMutablePointer<Float>) {
    floats = place
    od_memory_point(memory, place)
    for view in views { view.move(to: place) }
  }

  deinit { od_memory_destroy(memory) }
}
