import Blueprint
import Channels

/// Which images of a data source: those learned from, or those that are only ever looked at.
public enum Split: String, Hashable, Sendable, CaseIterable {
  case train, validation
}

/// A numbered collection of labelled images, all of one size: planar RGB bytes
/// `[channels, height, width]`. The same number is always the same image.
public protocol DataSource: Sendable {
  /// What the images are, in words: "scenes", "CIFAR-10".
  var name: String { get }
  /// The classes' names; a label is an index into them.
  var classes: [String] { get }
  /// The size of the images as they are stored, before any crop.
  var imageShape: Shape { get }
  /// How the training images' colours are spread; perhaps measured on some of them, when first asked.
  var colors: ColorStatistics { get }
  /// The mean of the training images, `[channels, height, width]`, 0…255, where it is known: then it
  /// is what is taken away from an image, and otherwise the mean colour is.
  var meanImage: [Float]? { get }
  /// Whether the first reading of an image costs much more than the next, so that reading ahead in
  /// an idle moment pays.
  var remembersImages: Bool { get }
  /// True if a mirrored image still shows its class, as photographs do and digits do not.
  var mirrorKeepsClass: Bool { get }

  func count(_ split: Split) -> Int
  /// How many images each class has.
  func imagesByClass(_ split: Split) throws(ImagesError) -> [Int]
  /// A reader for one thread, with its own working space.
  func makeReader() throws(ImagesError) -> any ImageReader
  /// The identity of the images, by which a run recognises its data.
  func fingerprint() throws(ImagesError) -> DataFingerprint
  /// The name that people can find an image of the fingerprint by, such as its path.
  func name(of image: DataFingerprint.Image, label: Int, in split: Split) -> String
}

extension DataSource {
  public var meanImage: [Float]? { nil }
  public var mirrorKeepsClass: Bool { true }

  /// Counts by reading every image.
  public func imagesByClass(_ split: Split) throws(ImagesError) -> [Int] {
    let reader = try makeReader()
    let image = Buffer<UInt8>(count: imageShape.count, repeating: 0)
    var counts = [Int](repeating: 0, count: classes.count)
    for index in 0..<count(split) {
      counts[try reader.read(index, of: split, into: image.elements)] += 1
    }
    return counts
  }

  /// Mean red, green and blue of the training images, 0…255.
  public var meanColor: SIMD3<Double> { colors.mean }
}

/// Reads images for one thread.
public protocol ImageReader {
  /// Writes image `index` of `split` into `pixels`, which holds exactly one image, and returns its
  /// label.
  /// - Throws: `.damagedImage` when it is this image's fault: another can take its place.
  func read(_ index: Int, of split: Split, into pixels: UnsafeMutableBufferPointer<UInt8>)
    throws(ImagesError) -> Int
}
