import Blueprint
import Channels

/// One of the two sets of images of a data source.
public enum Split: String, Hashable, Sendable, CaseIterable {
  /// The training set: the images that are learned from.
  case train
  /// The validation set: the images that measure the error.
  case validation
}

/// A numbered collection of labelled images, all of one size: planar RGB bytes
/// `[channels, height, width]`. The same number is always the same image.
public protocol DataSource: Sendable {
  /// The name of the images for users, such as "scenes" or "CIFAR-10"; of a folder, its name.
  var name: String { get }
  /// The names of the classes; a label is an index into them.
  var classes: [String] { get }
  /// The shape of a stored image, before any crop.
  var imageShape: Shape { get }
  /// The mean and the covariance of the training images' colours. Some sources measure them on a
  /// sample of the images when they are first needed.
  var colors: ColorStatistics { get }
  /// The mean of the training images, `[channels, height, width]`, 0…255, which is subtracted from
  /// each image; `nil` where only the mean colour is known and is subtracted instead.
  var meanImage: [Float]? { get }
  /// True if the first reading of an image costs much more than the next, so that idle threads
  /// should read ahead.
  var remembersImages: Bool { get }
  /// True if a mirrored image still shows its class. It is true of photographs and false of digits.
  var mirrorKeepsClass: Bool { get }

  /// Returns the number of images of a split.
  func count(_ split: Split) -> Int
  /// Returns the number of images of each class.
  func imagesByClass(_ split: Split) throws(ImagesError) -> [Int]
  /// Returns a reader for one thread, with its own working memory.
  func makeReader() throws(ImagesError) -> any ImageReader
  /// Returns the identity of the images, by which a run recognises its data.
  func fingerprint() throws(ImagesError) -> DataFingerprint
  /// Returns a name by which users can find an image of the fingerprint, such as its path.
  func name(of image: DataFingerprint.Image, label: Int, in split: Split) -> String
}

extension DataSource {
  /// `nil`: only the mean colour is known.
  public var meanImage: [Float]? { nil }
  /// True, as of photographs.
  public var mirrorKeepsClass: Bool { true }

  /// Counts the images of each class by reading them all.
  public func imagesByClass(_ split: Split) throws(ImagesError) -> [Int] {
    let reader = try makeReader()
    let image = Buffer<UInt8>(count: imageShape.count, repeating: 0)
    var counts = [Int](repeating: 0, count: classes.count)
    for index in 0..<count(split) {
      counts[try reader.read(index, of: split, into: image.elements)] += 1
    }
    return counts
  }

  /// The mean red, green and blue of the training images, 0…255.
  public var meanColor: SIMD3<Double> { colors.mean }
}

/// Reads images for one thread.
public protocol ImageReader {
  /// Reads one image.
  /// - Parameters:
  ///   - index: The number of the image in its split.
  ///   - split: The set that the image belongs to.
  ///   - pixels: Receives the image; its size is that of one image.
  /// - Returns: The label of the image.
  /// - Throws: `.damagedImage` if only this image is at fault, so that another can replace it.
  func read(_ index: Int, of split: Split, into pixels: UnsafeMutableBufferPointer<UInt8>)
    throws(ImagesError) -> Int
}
