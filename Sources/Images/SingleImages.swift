import Blueprint
import Channels

/// Single images, prepared as validation prepares its own: those of a data source, or any file.
public final class SingleImages {
  /// How many validation images there are.
  public let count: Int
  private let preparation: Preparation
  private let reader: any ImageReader
  private let files = FileReader()
  private let decoder = ImageDecoder()
  /// Planar, as data sources have them.
  private let image: Buffer<UInt8>

  /// - Throws: that the images do not fit the crop.
  public init(source: any DataSource, crop: Shape, inputScale: Double) throws(ImagesError) {
    count = source.count(.validation)
    preparation = try Preparation(
      source: source, crop: crop, scale: inputScale,
      augmentation: Augmentation(crop: false, mirror: false, colorNoise: false))
    reader = try source.makeReader()
    image = Buffer(count: source.imageShape.count, repeating: 0)
  }

  /// - Returns: the image and its label.
  public func validation(_ number: Int) throws(ImagesError) -> (image: PreparedImage, label: Int) {
    let label = try reader.read(number, of: .validation, into: image.elements)
    return (prepared, label)
  }

  /// A JPEG, PNG or WebP file, made as large as the data source's images are: its shorter side first,
  /// then its centre.
  public func file(_ path: String) throws(ImagesError) -> PreparedImage {
    let side = min(preparation.image.height, preparation.image.width)
    precondition(
      preparation.image == Shape(channels: 3, height: side, width: side),
      "images of a data source are squares in colour")
    let square = Buffer<UInt8>(count: side * side * 3, repeating: 0)
    do throws(ImageDamage) {
      try decoder.decode(try files.read(Array(path.utf8) + [0]), side: side, into: square.elements)
    } catch {
      throw .damagedImage(path: path, error)
    }
    square.elements.writePlanes(to: image.elements)
    return prepared
  }

  private var prepared: PreparedImage {
    let (crop, view, whole) = (preparation.crop, preparation.centre, preparation.image)
    var input = [Float](repeating: 0, count: crop.count)
    input.withUnsafeMutableBufferPointer {
      preparation.write(
        view, of: UnsafePointer(image.elements.baseAddress!), to: $0.baseAddress!)
    }
    var pixels: [UInt8] = []
    pixels.reserveCapacity(crop.count)
    for row in 0..<crop.height {
      for column in 0..<crop.width {
        let place = (view.row + row) * whole.width + view.column + column
        for channel in 0..<crop.channels {
          pixels.append(image.elements[channel * whole.height * whole.width + place])
        }
      }
    }
    return PreparedImage(shape: crop, pixels: pixels, input: input)
  }
}

/// One image as the network takes it.
public struct PreparedImage: Sendable {
  public var shape: Shape
  /// What it looks like, `[height, width, channels]`.
  public var pixels: [UInt8]
  /// `[channels, height, width]`.
  public var input: [Float]
}
