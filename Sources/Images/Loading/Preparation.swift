import Blueprint
import Channels

/// Makes a network's input of an image: a crop, perhaps mirrored, perhaps in another light, less the
/// training set's mean image or mean colour, scaled (paper, sections 2 and 4.1).
struct Preparation: Sendable {
  /// Where a crop lies: its upper left corner, which may lie outside the image by the padding; and
  /// what is added to its colours.
  struct View: Equatable {
    var row: Int
    var column: Int
    var isMirrored = false
    var shift = SIMD3<Float>()
  }

  /// Pixels of padding on each side for an image that is no larger than its crop, so that it can be
  /// cropped at random all the same (He et al. 2016, section 4.2).
  private static let padding = 4

  let image: Shape
  let crop: Shape
  private let augmentation: Augmentation
  private let mean: SIMD3<Float>
  /// `[channels, height, width]` like the image.
  private let meanImage: Buffer<Float>?
  private let noise: ColorNoise?
  private let scale: Float

  init(source: any DataSource, crop: Shape, scale: Double, augmentation: Augmentation)
    throws(ImagesError)
  {
    image = source.imageShape
    self.crop = crop
    self.augmentation = augmentation
    self.scale = Float(scale)
    guard image.channels == crop.channels else { throw .wrongChannels(image: image, crop: crop) }
    guard image.height >= crop.height, image.width >= crop.width else {
      throw .imageSmallerThanCrop(image: image, crop: crop)
    }
    let colors = source.colors
    mean = SIMD3<Float>(colors.mean)
    noise = augmentation.colorNoise ? ColorNoise(colors) : nil
    meanImage = source.meanImage.map(Buffer.init)
    precondition(
      meanImage.map { $0.count == source.imageShape.count } ?? true, "the mean is an image")
  }

  /// The view of a training image, from its own random numbers.
  func view(_ chance: inout Chance) -> View {
    var view = centre
    if augmentation.crop {
      view.row = Self.offset(image.height - crop.height, &chance)
      view.column = Self.offset(image.width - crop.width, &chance)
    }
    view.isMirrored = augmentation.mirror && chance.below(2) == 1
    if let noise { view.shift = noise.shift(&chance) }
    return view
  }

  /// The view that validation uses.
  var centre: View {
    View(row: (image.height - crop.height) / 2, column: (image.width - crop.width) / 2)
  }

  private static func offset(_ spare: Int, _ chance: inout Chance) -> Int {
    spare > 0 ? chance.below(spare + 1) : chance.below(2 * padding + 1) - padding
  }

  /// Writes `view` of an image, `[channels, crop.height, crop.width]`. Padding is 0: the mean.
  func write(_ view: View, of pixels: UnsafePointer<UInt8>, to output: UnsafeMutablePointer<Float>)
  {
    // Of each row of the crop, the columns that lie inside the image, and how many lie beside it on
    // the output's left.
    let inside = max(0, -view.column)..<min(crop.width, image.width - view.column)
    let left = view.isMirrored ? crop.width - inside.upperBound : inside.lowerBound
    let right = left + inside.count
    for channel in 0..<crop.channels {
      let area = image.height * image.width
      let plane = pixels + channel * area
      let means = meanImage.map { UnsafePointer($0.elements.baseAddress!) + channel * area }
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
          less: mean[channel] - view.shift[channel],
          lessEach: means.map { $0 + start }, plus: view.shift[channel])
        (line + right).update(repeating: 0, count: crop.width - right)
      }
    }
  }

  /// Writes `view` of an image as a batch's image `place`.
  func write(_ view: View, of image: Buffer<UInt8>, to memory: BatchMemory, place: Int) {
    write(
      view, of: UnsafePointer(image.elements.baseAddress!),
      to: memory.images.elements.baseAddress! + place * crop.count)
  }

  /// Writes a piece of a row, less the mean image where there is one.
  @inline(__always)
  private func write(
    _ count: Int, from source: UnsafePointer<UInt8>, to line: UnsafeMutablePointer<Float>,
    isMirrored: Bool, less mean: Float, lessEach means: UnsafePointer<Float>?, plus shift: Float
  ) {
    // Plain loops over pointers: they vectorise.
    let last = count - 1
    switch (isMirrored, means) {
    case (false, nil):
      for place in 0..<count { line[place] = (Float(source[place]) - mean) * scale }
    case (true, nil):
      for place in 0..<count { line[place] = (Float(source[last - place]) - mean) * scale }
    case (false, let means?):
      for place in 0..<count {
        line[place] = (Float(source[place]) - means[place] + shift) * scale
      }
    case (true, let means?):
      for place in 0..<count {
        line[place] = (Float(source[last - place]) - means[last - place] + shift) * scale
      }
    }
  }
}
