import Blueprint
import Channels

/// A folder of class folders with JPEG, PNG and WebP files, such as ImageNet: `train/<class>/…` beside
/// `val`, `valid`, `validation` or `test`; or class folders alone, of which a share is held out for
/// validation.
///
/// Reading an image decodes its file and makes it 256×256, which takes milliseconds; a prepared folder is
/// faster for more than some thousand images. Folders inside a class folder belong to the class, symbolic
/// links are followed, and a file counts once in a class. Hidden files and files without the name of an
/// image are passed over and counted.
public final class ImageFolder: DataSource {
  /// The width and height of an image: the shorter side becomes 256, and the centre of 256×256 is cut
  /// out (paper, section 2).
  public static let side = 256
  /// The share of each class that is held out from a folder without validation images.
  public static let standardValidationShare = 0.1
  /// The number of training images on which the colours are measured, spread evenly. The standard error
  /// of the mean is then about one grey level; measuring all of ImageNet would take hours.
  public static let measuredCount = 512

  /// The name of the folder.
  public let name: String
  /// The names of the classes for people, in the order of the labels.
  public let classes: [String]
  /// The shape of a decoded image: three channels of `side`×`side` pixels.
  public let imageShape = Shape(channels: 3, height: side, width: side)
  /// False: an image is decoded again each time it is used.
  public let remembersImages = false
  /// The path of the folder.
  public let path: String
  /// The files and folders that are not used.
  public let passedOver: PassedOver

  let train: ShuffledImages
  let validation: ShuffledImages
  private let measured = Monitor<ColorStatistics?>(nil)

  /// The images of a split. Image number i is `order[i]` of the list; the order is shuffled, so that the
  /// first images are of all classes.
  struct ShuffledImages: Sendable {
    let list: ImageList
    let order: [UInt32]

    /// Shuffles images of a list, in the same way for every run.
    init(_ list: ImageList, _ images: [UInt32], of split: Split) {
      self.list = list
      order = split.shuffled(images)
    }
  }

  /// Lists the files without opening any.
  /// - Parameters:
  ///   - path: The folder.
  ///   - seed: Determines which images of a folder without validation images are held out.
  ///   - validationShare: The share of each class that is held out, 0 < share < 1. It is at least one
  ///     image of a class with two or more, and never all.
  ///   - allowsEmptyClasses: Accepts classes without images.
  /// - Throws: `.imageFolder` if the folder is not arranged as needed.
  public init(
    folder path: String, seed: UInt64, validationShare: Double = standardValidationShare,
    allowsEmptyClasses: Bool = false
  ) throws(ImagesError) {
    self.path = path
    let layout = try ImageFolderLayout(path, allowsEmptyClasses: allowsEmptyClasses)
    let list = try ImageList(
      root: layout.trainRoot, folders: layout.folders, present: Set(layout.folders))
    try Self.check(list, allowsEmptyClasses)
    var passed = layout.passedOver
    passed += list.passedOver
    if let others = try layout.validationList() {
      guard others.emptyFolders.isEmpty || allowsEmptyClasses else {
        throw .imageFolder(
          .classesWithoutValidation(path: others.root, folders: others.emptyFolders))
      }
      passed += others.passedOver
      train = ShuffledImages(list, Array(0..<UInt32(list.count)), of: .train)
      validation = ShuffledImages(others, Array(0..<UInt32(others.count)), of: .validation)
    } else {
      let (heldOut, rest) = Self.divided(list, seed: seed, share: validationShare)
      train = ShuffledImages(list, rest, of: .train)
      validation = ShuffledImages(list, heldOut, of: .validation)
    }
    passedOver = passed
    name = path.split(separator: "/").last.map(String.init) ?? path
    classes = ClassNames(near: layout.base, labels: layout.labels).names(of: list.folders)
  }

  private static func check(_ list: ImageList, _ allowsEmptyClasses: Bool) throws(ImagesError) {
    let empty = list.emptyFolders
    // A data set without any image is always refused.
    guard empty.isEmpty || allowsEmptyClasses && list.count > 0 else {
      throw .imageFolder(
        .emptyClasses(path: list.root, folders: empty, passedOver: list.passedOverInEmpty))
    }
  }

  /// Divides the images into a share of each class and the rest.
  private static func divided(_ list: ImageList, seed: UInt64, share: Double) -> (
    heldOut: [UInt32], rest: [UInt32]
  ) {
    precondition(share > 0 && share < 1, "the share is above 0 and below 1")
    var (heldOut, rest): ([UInt32], [UInt32]) = ([], [])
    for label in list.folders.indices {
      let images = list.images(of: label)
      var random = RandomGenerator(seed: seed, .validationShare, label)
      let shuffled = images.map { UInt32($0) }.shuffled(using: &random)
      let count = max(
        0, min(max(1, Int((Double(images.count) * share).rounded())), images.count - 1))
      heldOut += shuffled[..<count]
      rest += shuffled[count...]
    }
    return (heldOut, rest)
  }

  /// Returns the number of image files, with damaged ones among them.
  public func count(_ split: Split) -> Int { images(split).order.count }

  /// Counts the files of each class. No file is opened.
  public func imagesByClass(_ split: Split) -> [Int] {
    let images = images(split)
    var counts = [Int](repeating: 0, count: classes.count)
    for image in images.order { counts[images.list.label(of: Int(image))] += 1 }
    return counts
  }

  /// True if the validation images are held out from the training folders.
  public var holdsOutValidation: Bool { train.list.root == validation.list.root }

  func images(_ split: Split) -> ShuffledImages { split == .train ? train : validation }

  /// Returns a reader that decodes and scales a file each time it is used.
  public func makeReader() -> any ImageReader { ImageFolderReader(folder: self) }

  /// Returns the path of an image.
  public func path(of index: Int, in split: Split) -> String {
    let images = images(split)
    return images.list.path(of: Int(images.order[index]))
  }

  /// The colours of the first training images, measured at the first use. Damaged images are left out.
  public var colors: ColorStatistics {
    if let known = measured.update({ $0 }) { return known }
    let reader = ImageFolderReader(folder: self)
    let image = Buffer<UInt8>(count: imageShape.count, repeating: 0)
    var moments = ColorMoments()
    for index in 0..<min(Self.measuredCount, count(.train)) {
      // The order is already shuffled, so these are spread over all classes.
      guard (try? reader.read(index, of: .train, into: image.elements)) != nil else { continue }
      moments.add(UnsafeBufferPointer(image.elements))
    }
    let colors = moments.statistics
    measured.update { $0 = colors }
    return colors
  }

  private final class ImageFolderReader: ImageReader {
    private let folder: ImageFolder
    private let files = FileReader()
    private let decoder = ImageDecoder()
    private var path: [UInt8] = []
    private let square = Buffer<UInt8>(count: side * side * 3, repeating: 0)

    init(folder: ImageFolder) { self.folder = folder }

    func read(_ index: Int, of split: Split, into pixels: UnsafeMutableBufferPointer<UInt8>)
      throws(ImagesError) -> Int
    {
      let images = folder.images(split)
      let image = Int(images.order[index])
      images.list.writePath(of: image, to: &path)
      do throws(ImageDamage) {
        try decoder.decode(try files.read(path), side: side, into: square.elements)
      } catch {
        throw .damagedImage(path: images.list.path(of: image), error)
      }
      square.elements.writePlanes(to: pixels)
      return images.list.label(of: image)
    }
  }
}
