import COneDNN
import Glibc
import Machine

/// Numbers in memory that is allocated once, before the first step.
///
/// It is not `Sendable`: only the trainer thread reads and writes the numbers.
public final class Tensor {
  let layout: TensorLayout
  let memory: OpaquePointer
  let storage: Storage
  /// The address of the numbers: the tensor's own memory, or that of the tensor to which it is
  /// redirected.
  private(set) var address: UnsafeMutableRawPointer
  private var views: [Tensor] = []

  /// The count of numbers, including the zeros that pad a blocked layout.
  var count: Int { layout.bytes / layout.element.bytes }

  /// The address of the numbers as `Float`. The tensor must be in single precision.
  var floats: UnsafeMutablePointer<Float> {
    precondition(layout.element == .fp32, "the tensor is not in single precision")
    return address.assumingMemoryBound(to: Float.self)
  }

  /// All numbers in the order of the layout. The tensor must be in single precision.
  public var elements: UnsafeMutableBufferPointer<Float> { .init(start: floats, count: count) }

  /// A block of memory that is freed with the last tensor in it.
  final class Storage {
    let address: UnsafeMutableRawPointer
    let bytes: Int

    /// Allocates a block of memory.
    ///
    /// - Parameters:
    ///   - bytes: The size.
    ///   - isTouched: True to fill the block with 0, so that the system provides all pages now; false if
    ///     it provides each page when the page is first written.
    /// - Throws: ``ComputeError/notAllocated(bytes:_:)`` if the memory cannot be allocated.
    init(bytes: Int, isTouched: Bool = true) throws(ComputeError) {
      // Huge pages for large blocks reduce the number of address translations in a step.
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

  /// Creates a tensor with memory that no other tensor uses.
  convenience init(_ layout: TensorLayout, on engine: Engine) throws(ComputeError) {
    try self.init(layout, in: Storage(bytes: layout.bytes), on: engine)
  }

  /// Creates a tensor at the beginning of memory that other tensors can use too.
  init(_ layout: TensorLayout, in storage: Storage, on engine: Engine) throws(ComputeError) {
    precondition(layout.bytes <= storage.bytes, "a tensor must fit into its memory")
    self.layout = layout
    self.storage = storage
    address = storage.address
    memory = try ComputeError.check("a tensor") { [address] in
      od_memory_create(engine.handle, layout.handle, address, &$0)
    }
  }

  /// Returns a tensor with the same numbers in the same memory, described by another layout of the
  /// same size in bytes.
  func view(_ layout: TensorLayout, on engine: Engine) throws(ComputeError) -> Tensor {
    precondition(layout.bytes == self.layout.bytes, "a view must cover the whole tensor")
    return try window(layout, on: engine)
  }

  /// Returns a tensor with the first numbers of this one in the same memory, described by a layout
  /// of at most the same size in bytes.
  func window(_ layout: TensorLayout, on engine: Engine) throws(ComputeError) -> Tensor {
    precondition(layout.bytes <= self.layout.bytes, "a window must be inside the tensor")
    let window = try Tensor(layout, in: storage, on: engine)
    views.append(window)
    // If this tensor is redirected now, the window must have the same address.
    window.move(to: address)
    return window
  }

  /// Redirects the tensor to the numbers of another one, without copying them. A layer that is switched
  /// off redirects its output to its input.
  ///
  /// - Parameter other: A tensor of the same layout; `nil` ends the redirection.
  func redirect(to other: Tensor?) {
    precondition(other.map { $0.layout == layout } ?? true, "the layouts must be equal")
    move(to: other?.address ?? storage.address)
  }

  private func move(to destination: UnsafeMutableRawPointer) {
    guard destination != address else { return }
    address = destination
    od_memory_point(memory, destination)
    for view in views { view.move(to: destination) }
  }

  deinit { od_memory_destroy(memory) }
}
