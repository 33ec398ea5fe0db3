import Blueprint

/// A batch of activations in double precision, `[images, channels, height, width]` row by row.
struct Volume {
  let images: Int
  let shape: Shape
  var values: [Double]

  init(images: Int, shape: Shape, values: [Double]) {
    precondition(values.count == images * shape.count, "\(images) images of \(shape)")
    self.images = images
    self.shape = shape
    self.values = values
  }

  init(images: Int, shape: Shape) {
    self.init(
      images: images, shape: shape, values: Array(repeating: 0, count: images * shape.count))
  }

  func index(_ image: Int, _ channel: Int, _ y: Int, _ x: Int) -> Int {
    ((image * shape.channels + channel) * shape.height + y) * shape.width + x
  }

  func multiplied(by factors: [Double]) -> Volume {
    Volume(images: images, shape: shape, values: zip(values, factors).map(*))
  }
}
