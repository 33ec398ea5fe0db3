import COneDNN
import Glibc
import Machine

/// How wide a tensor's numbers are.
enum Element {
  case fp32
  /// bfloat16: the upper half of a float.
  case bf16

  var code: Int32 { Int32((self == .bf16 ? OD_BF16 : OD_FP32).rawValue) }
  var bytes: Int { self == .bf16 ? 2 : 4 }
}

/// How a tensor's numbers lie in memory: row by row, or in blocks that oneDNN chose.
final class Layout {
  let handle: OpaquePointer

  init(owning handle: OpaquePointer) { self.handle = handle }
  deinit { od_layout_destroy(handle) }

  /// Row-major.
  static func plain(_ dimensions: [Int], _ element: Element = .fp32) -> Layout {
    make(dimensions, element, lanes: 1)
  }
  /// For oneDNN to choose.
  static func any(_ dimensions: [Int], _ element: Element = .fp32) -> Layout {
    make(dimensions, element, lanes: 0)
  }
  /// A batch of maps, 8 or 16 channels side by side.
  static func blocked(_ dimensions: [Int], lanes: Int, _ element: Element = .fp32) -> Layout {
    make(dimensions, element, lanes: lanes)
  }

  private static func make(_ dimensions: [Int], _ element: Element, lanes: Int) -> Layout {
    var handle: OpaquePointer?
    let status = od_layout_create(
      Int32(dimensions.count), dimensions.map(Int64.init), element.code, Int32(lanes), &handle)
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

  var element: Element { od_layout_type(handle) == Element.bf16.code ? .bf16 : .fp32 }
  var dimensions: [Int] {
    var dimensions = Array(repeating: Int64(0), count: 12)
    let rank = Int(od_layout_dimensions(handle, &dimensions))
    return dimensions.prefix(rank).map(Int.init)
  }
  var rank: Int { dimensions.count }
  /// How many channels of a batch of maps lie side by side; nil where that is not known.
  var lanes: Int? {
    let lanes = Int(od_layout_lanes(handle))
    return lanes > 0 ? lanes : nil
  }
  var bytes: Int { od_layout_bytes(handle) }
  static func == (a: Layout, b: Layout) -> Bool { od_layout_equal(a.handle, b.handle) != 0 }
}

/// Numbers in memory that is taken once, before the first step. Not `Sendable`: the trainer's thread
/// alone touches numbers.
public final class Tensor {
  let layout: Layout
  let memory: OpaquePointer
  let storage: Storage
  /// Where the numbers are now; another tensor's place while pointed there.
  private(set) var address: UnsafeMutableRawPointer
  private var views: [Tensor] = []
  /// Whether ReLU is the last that was done to these activations.
  var isRectified = false
  /// Of a gradient with respect to rectified activations: whether it has been taken through ReLU.
  var hasPassedReLU = false
  /// Of activations that come from columns: those. Of a gradient in columns: the same, itself the
  /// first.
  var columns: [Tensor] = []
  /// Of activations that are left in columns, for the next layer takes them so: puts the first so many
  /// images together here, for who looks at them.
  var join: ((_ images: Int) -> Void)?
  /// Whose place this one may be pointed at.
  var pointsAt: Tensor?

  /// How many numbers the memory holds, those included that pad a blocked layout (they are 0).
  var count: Int { layout.bytes / layout.element.bytes }

  /// Of single precision: the numbers.
  var floats: UnsafeMutablePointer<Float> {
    precondition(layout.element == .fp32, "these are no floats")
    return address.assumingMemoryBound(to: Float.self)
  }

  /// Of single precision: all numbers, in the order of the layout.
  public var elements: UnsafeMutableBufferPointer<Float> { .init(start: floats, count: count) }

  /// The pages of a block of memory, touched once and given back with the last tensor on them.
  final class Storage {
    let address: UnsafeMutableRawPointer
    let bytes: Int

    /// - Parameter isTouched: whether the pages are taken now, or when they are first used.
    init(bytes: Int, isTouched: Bool = true) throws(ComputeError) {
      // Whole huge pages where it is worth it: far fewer address translations in a step.
      let hugePage = 2 << 20
      let alignment = bytes >= hugePage ? hugePage : 4096
      let length = (max(bytes, 64) + alignment - 1) / alignment * alignment
      var address: UnsafeMutableRawPointer?
      guard posix_memalign(&address, alignment, length) == 0, let address else {
        throw .notAllocated(bytes: length, .current)
      }
      madvise(address, length, Int32(MADV_HUGEPAGE))
      if isTouched { memset(address, 0, length) }
      self.address = address
      self.bytes = length
    }

    deinit { free(address) }
  }

  /// - Parameter isTouched: whether its memory is taken now, or as it is first used.
  convenience init(
    _ layout: Layout, isTouched: Bool = true, on engine: Engine
  ) throws(ComputeError) {
    try self.init(
      layout, in: Storage(bytes: layout.bytes, isTouched: isTouched), on: engine)
  }

  /// The beginning of memory that others may use too.
  init(_ layout: Layout, in storage: Storage, on engine: Engine) throws(ComputeError) {
    precondition(layout.bytes <= storage.bytes, "a tensor lies inside its memory")
    self.layout = layout
    self.storage = storage
    address = storage.address
    memory = try ComputeError.check("a tensor") { [address] in
      od_memory_create(engine.handle, layout.handle, address, &$0)
    }
  }

  /// The same numbers under another layout of as many bytes.
  func view(_ layout: Layout, on engine: Engine) throws(ComputeError) -> Tensor {
    precondition(layout.bytes == self.layout.bytes, "a view covers the whole tensor")
    return try window(layout, on: engine)
  }

  /// The first numbers, under a layout of no more bytes.
  func window(_ layout: Layout, on engine: Engine) throws(ComputeError) -> Tensor {
    precondition(layout.bytes <= self.layout.bytes, "a window lies inside")
    let window = try Tensor(layout, in: storage, on: engine)
    window.pointsAt = pointsAt
    views.append(window)
    // It may be pointed elsewhere just now.
    window.move(to: address)
    return window
  }

  /// Reads and writes another tensor's numbers from now on (a layer that is switched off hands its
  /// input through), or its own again with nil.
  func point(to other: Tensor?) {
    precondition(other.map { $0.layout == layout } ?? true, "layouts agree")
    move(to: other?.address ?? storage.address)
  }

  private func move(to place: UnsafeMutableRawPointer) {
    guard place != address else { return }
    address = place
    od_memory_point(memory, place)
    for view in views { view.move(to: place) }
  }

  deinit { od_memory_destroy(memory) }
}
