import COneDNN

/// The channels of one column, or all channels, in each image of a batch: a row of numbers for each
/// image.
struct ChannelRows {
  let tensor: Tensor
  /// The index of the first number in an image.
  let start: Int
  /// The count of numbers in an image.
  let stride: Int

  init(_ tensor: Tensor, start: Int, stride: Int) {
    (self.tensor, self.start, self.stride) = (tensor, start, stride)
  }

  init(_ tensor: Tensor, column: Int = 0, of columns: Int = 1) {
    let stride = tensor.layout.dimensions[1...].reduce(1, *)
    self.init(tensor, start: column * (stride / columns), stride: stride)
  }

  /// The rows at the tensor's present address, which can change between steps.
  var current: od_rows {
    let element = tensor.layout.element
    return od_rows(
      start: tensor.address + start * element.bytes, stride: stride, type: element.code)
  }

  /// Copies rows, and converts numbers where the types differ.
  ///
  /// - Parameters:
  ///   - length: The count of numbers to copy of each row.
  ///   - images: The count of rows.
  ///   - to: The destination.
  ///   - active: The mask: 0 is written where it is not above 0; `nil` copies everything.
  func copy(_ length: Int, images: Int, to: ChannelRows, where active: ChannelRows? = nil) {
    guard var mask = active?.current else {
      return od_copy_rows(to.current, current, nil, images, length)
    }
    od_copy_rows(to.current, current, &mask, images, length)
  }
}
