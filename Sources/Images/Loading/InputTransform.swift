import Blueprint
import Channels

/// Converts images to the network's input (paper, sections 2 and 4.1): cuts out a crop, mirrors it and
/// shifts its colour if the augmentation requires it, subtracts the mean image or the mean colour of the
/// training set, scales the result, and writes the colours in the order of the network's input.
struct InputTransform: Sendable {
  /// The crop of an image, with its augmentation.
  struct View: Equatable {
    /// The row of the upper left corner. It can be outside the image by the padding.
    var row: Int
    /// The column of the upper left corner. It can be outside the image by the padding.
    var column: Int
    var isMirrored = false
    /// The colour that is added to each pixel, in grey levels.
    var shift = SIMD3<Float>()
  }

  /// The padding on each side of an image that has the size of the crop, in pixels. It makes random crops
  /// possible (He et al. 2016, section 4.2).
  private static let padding = 4

  let image: Shape
  let crop: Shape
  private let augmentation: Augmentation
  /// The mean of each colour: red, green, blue.
  private let mean: [Float]
  /// The mean image, `[channels, height, width]`; `nil` if the mean colour is subtracted.
  private let meanImage: Buffer<Float>?
  private let noise: ColorNoise?
  /// The factor of each colour: red, green, blue.
  private let factors: [Float]
  /// The colour of each channel of the input.
  private let colors: [Int]

  /// Creates the conversion of a data source's images.
  /// - Throws: An error if the images are smaller than the input, or have other channels or another shape than
  ///   the mean.
  init(
    source: any DataSource, input: InputFormat, augmentation: Augmentation = .none
  ) throws(ImagesError) {
    try Self.check(source.imageShape, fits: input.shape)
    try self.init(
      image: source.imageShape, input: input, mean: input.mean ?? source.inputMean,
      augmentation: augmentation,
      noise: augmentation.colorNoise ? ColorNoise(source.colors) : nil)
  }

  /// Creates the conversion of images without augmentation.
  /// - Parameters:
  ///   - image: The shape of the images.
  ///   - input: The input, with its mean.
  /// - Throws: An error as for the images of a data source.
  init(image: Shape, input: InputFormat) throws(ImagesError) {
    guard let mean = input.mean else {
      preconditionFailure("images without a data source need a mean")
    }
    try self.init(image: image, input: input, mean: mean, augmentation: .none, noise: nil)
  }

  private init(
    image: Shape, input: InputFormat, mean: InputMean, augmentation: Augmentation,
    noise: ColorNoise?
  ) throws(ImagesError) {
    try Self.check(image, fits: input.shape)
    self.image = image
    crop = input.shape
    factors = input.factors
    colors = input.colors
    self.augmentation = augmentation
    self.noise = noise
    switch mean {
    case .color(let values):
      guard values.count == image.channels else {
        throw .otherMean(shape: Shape(channels: values.count), images: image)
      }
      self.mean = values
      meanImage = nil
    case .image(let values, let shape):
      guard shape == image else { throw .otherMean(shape: shape, images: image) }
      self.mean = []
      meanImage = Buffer(values)
    }
  }

  private static func check(_ image: Shape, fits crop: Shape) throws(ImagesError) {
    guard image.channels == crop.channels else { throw .wrongChannels(image: image, crop: crop) }
    guard image.height >= crop.height, image.width >= crop.width else {
      throw .imageSmallerThanCrop(image: image, crop: crop)
    }
  }

  /// Returns a random view of a training image.
  func view(_ random: inout RandomGenerator) -> View {
    var view = centre
    if augmentation.crop {
      view.row = Self.offset(image.height - crop.height, &random)
      view.column = Self.offset(image.width - crop.width, &random)
    }
    // The probability is 1/2.
    view.isMirrored = augmentation.mirror && random.below(2) == 1
    if let noise { view.shift = noise.shift(&random) }
    return view
  }

  /// The view for validation: the centre, without augmentation.
  var centre: View {
    View(row: (image.height - crop.height) / 2, column: (image.width - crop.width) / 2)
  }

  private static func offset(_ spare: Int, _ random: inout RandomGenerator) -> Int {
    spare > 0 ? random.below(spare + 1) : random.below(2 * padding + 1) - padding
  }

  /// Writes a view of an image, `[channels, crop.height, crop.width]`. Padding is 0, which is the mean.
  func write(_ view: View, of pixels: UnsafePointer<UInt8>, to output: UnsafeMutablePointer<Float>)
  {
    // The columns of the crop that are inside the image, and the width of the padding to their left.
    let inside = max(0, -view.column)..<min(crop.width, image.width - view.column)
    let left = view.isMirrored ? crop.width - inside.upperBound : inside.lowerBound
    let right = left + inside.count
    for channel in 0..<crop.channels {
      let color = colors[channel]
      let area = image.height * image.width
      let plane = pixels + color * area
      let means = meanImage.map { UnsafePointer($0.elements.baseAddress!) + color * area }
      let mean = mean.isEmpty ? 0 : mean[color]
      let (scale, shift) = (factors[color], view.shift[color])
      for row in 0..<crop.height {
        let line = output + (channel * crop.height + row) * crop.width
        let y = view.row + row
        guard y >= 0, y < image.height else {
          line.update(repeating: 0, count: crop.width)
          continue
        }
        let start = y * image.width + view.column + inside.lowerBound
        line.update(repeating: 0, count: left)
        write(
          inside.count, from: plane + start, to: line + left, isMirrored: view.isMirrored,
          minus: mean - shift, minusEach: means.map { $0 + start }, plus: shift, times: scale)
        (line + right).update(repeating: 0, count: crop.width - right)
      }
    }
  }

  /// Writes a view of an image at a position of a batch.
  func write(_ view: View, of image: Buffer<UInt8>, to memory: BatchMemory, at position: Int) {
    write(
      view, of: UnsafePointer(image.elements.baseAddress!),
      to: memory.images.elements.baseAddress! + position * crop.count)
  }

  /// Converts a part of a row. With `means`, these are subtracted and `shift` is added; otherwise `mean`,
  /// which already contains the shift, is subtracted.
  @inline(__always)
  private func write(
    _ count: Int, from source: UnsafePointer<UInt8>, to output: UnsafeMutablePointer<Float>,
    isMirrored: Bool, minus mean: Float, minusEach means: UnsafePointer<Float>?, plus shift: Float,
    times scale: Float
  ) {
    // The compiler vectorises these loops, because they have no conditions and no bounds checks.
    let last = count - 1
    switch (isMirrored, means) {
    case (false, nil):
      for pixel in 0..<count { output[pixel] = (Float(source[pixel]) - mean) * scale }
    case (true, nil):
      for pixel in 0..<count { output[pixel] = (Float(source[last - pixel]) - mean) * scale }
    case (false, let means?):
      for pixel in 0..<count {
        output[pixel] = (Float(source[pixel]) - means[pixel] + shift) * scale
      }
    case (true, let means?):
      for pixel in 0..<count {
        output[pixel] = (Float(source[last - pixel]) - means[last - pixel] + shift) * scale
      }
    }
  }
}

extension Augmentation {
  /// No variation, as for validation.
  static var none: Augmentation { .init(crop: false, mirror: false, colorNoise: false) }
}
