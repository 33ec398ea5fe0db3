import Blueprint
import Channels

/// Converts single images to network inputs in the same way as the validation set: validation images of a
/// data source, or any image file.
public final class SingleImages {
  /// The number of validation images.
  public let count: Int
  private let transform: InputTransform
  private let reader: any ImageReader
  private let files = FileReader()
  private let decoder = ImageDecoder()
  /// The image that is being converted, `[channels, height, width]`.
  private let image: Buffer<UInt8>

  /// Opens the validation images of a data source.
  /// - Parameters:
  ///   - source: The images.
  ///   - crop: The shape of the network's input.
  ///   - inputScale: The factor of the pixels, after the mean is subtracted.
  /// - Throws: An error if the images are smaller than the crop or have other channels.
  public init(source: any DataSource, crop: Shape, inputScale: Double) throws(ImagesError) {
    count = source.count(.validation)
    transform = try InputTransform(
      source: source, crop: crop, scale: inputScale,
      augmentation: Augmentation(crop: false, mirror: false, colorNoise: false))
    reader = try source.makeReader()
    image = Buffer(count: source.imageShape.count, repeating: 0)
  }

  /// Reads a validation image.
  /// - Parameter number: The number of the image, 0 ..< `count`.
  public func validation(_ number: Int) throws(ImagesError) -> (image: InputImage, label: Int) {
    let label = try reader.read(number, of: .validation, into: image.elements)
    return (inputImage, label)
  }

  /// Reads a JPEG, PNG or WebP file. Its shorter side is scaled to that of the data source's images,
  /// then its centre is cut out.
  /// - Throws: `.damagedImage` if the file cannot be decoded.
  public func file(_ path: String) throws(ImagesError) -> InputImage {
    let side = min(transform.image.height, transform.image.width)
    precondition(
      transform.image == Shape(channels: 3, height: side, width: side),
      "images of a data source are squares in colour")
    let square = Buffer<UInt8>(count: side * side * 3, repeating: 0)
    do throws(ImageDamage) {
      try decoder.decode(try files.read(Array(path.utf8) + [0]), side: side, into: square.elements)
    } catch {
      throw .damagedImage(path: path, error)
    }
    square.elements.writePlanes(to: image.elements)
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
