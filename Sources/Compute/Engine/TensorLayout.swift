import COneDNN

/// The type of a tensor's numbers.
enum ElementType {
  case fp32
  /// bfloat16: the upper half of a 32-bit float.
  case bf16

  /// The code of `od_type`.
  var code: Int32 { Int32((self == .bf16 ? OD_BF16 : OD_FP32).rawValue) }
  /// The size of a number in bytes.
  var bytes: Int { self == .bf16 ? 2 : 4 }
}

/// The order of a tensor's numbers in memory: row by row, or in blocks that oneDNN chose.
final class TensorLayout {
  let handle: OpaquePointer

  init(owning handle: OpaquePointer) { self.handle = handle }
  deinit { od_layout_destroy(handle) }

  /// Returns a row-major layout.
  static func plain(_ dimensions: [Int], _ element: ElementType = .fp32) -> TensorLayout {
    make(dimensions, element, channelsPerBlock: 1)
  }
  /// Returns a layout that an operation of oneDNN can choose.
  static func any(_ dimensions: [Int], _ element: ElementType = .fp32) -> TensorLayout {
    make(dimensions, element, channelsPerBlock: 0)
  }
  /// Returns the layout of a batch of maps in blocks of 8 or 16 channels. The channels of a block are
  /// adjacent in memory.
  static func blocked(
    _ dimensions: [Int], channelsPerBlock: Int = NetworkBuilder.channelsPerBlock,
    _ element: ElementType = .fp32
  ) -> TensorLayout {
    make(dimensions, element, channelsPerBlock: channelsPerBlock)
  }

  /// Returns the layout of kernels in blocks of 16 inputs and 16 outputs. The outputs of a block are adjacent
  /// in memory.
  /// - Parameter dimensions: `[outputs, inputs, kernel, kernel]`, also with the groups in front.
  static func blockedKernels(_ dimensions: [Int]) -> TensorLayout {
    make(dimensions) { od_layout_create_kernels(Int32(dimensions.count), $0, &$1) }
  }
  /// Returns the layout of kernels `[groups, outputs, inputs, kernel, kernel]` that are row-major in the order
  /// outputs, groups, inputs.
  static func outputsFirst(_ dimensions: [Int]) -> TensorLayout {
    precondition(dimensions.count == 5, "kernels of groups have five dimensions")
    return make(dimensions) { od_layout_create_swapped($0, &$1) }
  }

  private static func make(
    _ dimensions: [Int], _ element: ElementType, channelsPerBlock: Int
  ) -> TensorLayout {
    make(dimensions) {
      od_layout_create(
        Int32(dimensions.count), $0, element.code, Int32(channelsPerBlock), &$1)
    }
  }

  private static func make(
    _ dimensions: [Int], _ create: ([Int64], inout OpaquePointer?) -> Int32
  ) -> TensorLayout {
    var handle: OpaquePointer?
    let status = create(dimensions.map(Int64.init), &handle)
    guard status == 0, let handle else {
      preconditionFailure("no tensor can have the dimensions \(dimensions)")
    }
    return TensorLayout(owning: handle)
  }

  /// Returns the layout of the first images of a batch.
  func prefix(_ images: Int) throws(ComputeError) -> TensorLayout { try part(0..<images) }

  /// Returns the layout of some indices of the first dimension in the same memory.
  ///
  /// - Throws: ``ComputeError/refused(operation:status:)`` if the layout has blocks along this dimension, and
  ///   the indices are not whole blocks.
  func part(_ indices: Range<Int>) throws(ComputeError) -> TensorLayout {
    TensorLayout(
      owning: try ComputeError.check("a part of a tensor") {
        od_layout_part(handle, Int64(indices.lowerBound), Int64(indices.count), &$0)
      })
  }

  var element: ElementType { od_layout_type(handle) == ElementType.bf16.code ? .bf16 : .fp32 }
  var dimensions: [Int] {
    var dimensions = Array(repeating: Int64(0), count: 12)
    let rank = Int(od_layout_dimensions(handle, &dimensions))
    return dimensions.prefix(rank).map(Int.init)
  }
  /// The number of dimensions.
  var rank: Int { dimensions.count }
  /// The number of channels in a block of a batch of maps; 1 if the layout is row-major, and `nil` for
  /// other layouts.
  var channelsPerBlock: Int? {
    let channels = Int(od_layout_lanes(handle))
    return channels > 0 ? channels : nil
  }
  /// The size in bytes, including padding.
  var bytes: Int { od_layout_bytes(handle) }
  static func == (a: TensorLayout, b: TensorLayout) -> Bool {
    od_layout_equal(a.handle, b.handle) != 0
  }
}
