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

  /// The rows at this moment. The tensor can be pointed elsewhere between steps.
  var now: od_rows {
    let element = tensor.layout.element
    return od_rows(
      start: tensor.address + start * element.bytes, stride: stride, type: element.code)
  }

  /// Copies rows, and converts numbers where the types differ.
  ///
  /// - Parameters:
  ///   - length: the count of numbers to copy of each row.
  ///   - images: the count of rows.
  ///   - to: the destination.
  ///   - active: where this is not above 0, 0 is written; `nil` copies everything.
  func copy(_ length: Int, images: Int, to: ChannelRows, where active: ChannelRows? = nil) {
    guard var mask = active?.now else { return od_copy_rows(to.now, now, nil, images, length) }
    od_copy_rows(to.now, now, &mask, images, length)
  }
}
