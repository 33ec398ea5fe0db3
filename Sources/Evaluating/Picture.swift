import Channels
import Images

/// An image to show: its pixels, red first.
public struct Picture: Equatable, Sendable {
  /// The width in pixels.
  public let width: Int
  /// The height in pixels.
  public let height: Int
  /// The pixels, `[height, width, 3]`.
  public let pixels: [UInt8]

  /// Reads an image file as a network sees it: scaled, and cut to the input.
  /// - Throws: `ImagesError` if the image cannot be decoded.
  public init(_ file: ImageFile, _ network: TrainedNetwork) throws(ImagesError) {
    let images = try SingleImages(
      imageShape: network.imageShape, input: InputFormat(of: network.spec, mean: network.mean))
    let image = try images.file(file)
    width = image.shape.width
    height = image.shape.height
    pixels = image.pixels
  }

  /// Reads an image of a data source.
  /// - Throws: `ImagesError` if the image cannot be read.
  init(_ number: Int, of split: Split, _ source: any DataSource) throws(ImagesError) {
    let shape = source.imageShape
    let planes = Buffer<UInt8>(count: shape.count, repeating: 0)
    _ = try source.makeReader().read(number, of: split, into: planes.elements)
    let area = shape.height * shape.width
    width = shape.width
    height = shape.height
    pixels = (0..<area).flatMap { pixel in
      (0..<3).map { planes.elements[min($0, shape.channels - 1) * area + pixel] }
    }
  }
}
