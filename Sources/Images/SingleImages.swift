import Blueprint
import Channels

/// Converts single images to network inputs in the same way as the validation set: validation images of a
/// data source, or any image.
public final class SingleImages {
  /// The number of validation images.
  public let count: Int
  private let transform: InputTransform
  /// The reader of the data source; `nil` without one.
  private let reader: (any ImageReader)?
  /// The reader of image files, which is made when it is needed.
  private var files: ImageFileReader?
  /// The image that is being converted, `[channels, height, width]`.
  private let image: Buffer<UInt8>

  /// Opens the validation images of a data source.
  /// - Parameters:
  ///   - source: The images.
  ///   - input: The input that the network needs.
  /// - Throws: An error if the images are smaller than the input, or have other channels or another shape than
  ///   the mean.
  public init(source: any DataSource, input: InputFormat) throws(ImagesError) {
    count = source.count(.validation)
    transform = try InputTransform(source: source, input: input)
    reader = try source.makeReader()
    image = Buffer(count: source.imageShape.count, repeating: 0)
  }

  /// Prepares the conversion of image files, without validation images.
  /// - Parameters:
  ///   - imageShape: The shape of the network's training images, to which files are scaled: a square in
  ///     colour.
  ///   - input: The input that the network needs, with its mean.
  /// - Throws: An error as for a data source.
  public init(imageShape: Shape, input: InputFormat) throws(ImagesError) {
    count = 0
    transform = try InputTransform(image: imageShape, input: input)
    reader = nil
    image = Buffer(count: imageShape.count, repeating: 0)
  }

  /// Reads a validation image.
  /// - Parameter number: The number of the image, 0 ..< `count`.
  public func validation(_ number: Int) throws(ImagesError) -> (image: InputImage, label: Int) {
    guard let reader else { preconditionFailure("there are no validation images") }
    let label = try reader.read(number, of: .validation, into: image.elements)
    return (inputImage, label)
  }

  /// Reads a JPEG, PNG or WebP file. Its shorter side is scaled to that of the data source's images,
  /// then its centre is cut out.
  /// - Throws: `.damagedImage` if the file cannot be decoded.
  public func file(_ path: String) throws(ImagesError) -> InputImage {
    try file(ImageFile(path: path))
  }

  /// Reads an image file, or the bytes of one, in the same way.
  /// - Throws: `.damagedImage` if the image cannot be decoded.
  public func file(_ file: ImageFile) throws(ImagesError) -> InputImage {
    let reader = files ?? ImageFileReader(transform.image)
    files = reader
    try reader.read(file, into: image.elements)
    return inputImage
  }

  private var inputImage: InputImage {
    let (crop, view, whole) = (transform.crop, transform.centre, transform.image)
    var input = [Float](repeating: 0, count: crop.count)
    input.withUnsafeMutableBufferPointer {
      transform.write(
        view, of: UnsafePointer(image.elements.baseAddress!), to: $0.baseAddress!)
    }
    var pixels: [UInt8] = []
    pixels.reserveCapacity(crop.count)
    for row in 0..<crop.height {
      for column in 0..<crop.width {
        let pixel = (view.row + row) * whole.width + view.column + column
        for channel in 0..<crop.channels {
          pixels.append(image.elements[channel * whole.height * whole.width + pixel])
        }
      }
    }
    return InputImage(shape: crop, pixels: pixels, input: input)
  }
}

/// One image, ready for the network.
public struct InputImage: Sendable {
  /// The shape of the network's input.
  public var shape: Shape
  /// The pixels to show, `[height, width, channels]`.
  public var pixels: [UInt8]
  /// The network's input, `[channels, height, width]`.
  public var input: [Float]
}
