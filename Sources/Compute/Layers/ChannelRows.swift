import COneDNN

/// The numbers of each image of a batch, or an equal part of them: a row for each image.
struct ChannelRows {
  let tensor: Tensor
  /// The index of the first number in an image.
  let start: Int
  /// The count of numbers in an image.
  let stride: Int

  init(_ tensor: Tensor, start: Int, stride: Int) {
    (self.tensor, self.start, self.stride) = (tensor, start, stride)
  }

  init(_ tensor: Tensor, part: Int = 0, of parts: Int = 1) {
    let stride = tensor.layout.dimensions[1...].reduce(1, *)
    self.init(tensor, start: part * (stride / parts), stride: stride)
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
  func copy(_ length: Int, images: Int, to: ChannelRows) {
    od_copy_rows(to.current, current, images, length)
  }
}
