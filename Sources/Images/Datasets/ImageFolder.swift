import Blueprint
import Channels

/// A folder of class folders of JPEG, PNG and WebP files, as ImageNet is unpacked: `train/<class>/…`
/// beside `val`, `valid`, `validation` or `test`; or classes alone, of which a share is kept for
/// validation. Reading an image decodes the file and makes it 256×256, which costs milliseconds: for
/// more than some thousand images a prepared folder is the fast way. Folders inside a class folder
/// belong to the class, symbolic links are followed, and a file counts once in a class. Hidden files
/// and files whose names are no image's are passed over, and counted.
public final class ImageFolder: DataSource {
  /// "Shorter side to 256, centre 256×256" (paper, section 2).
  public static let side = 256
  /// Of each class of a folder without validation images.
  public static let standardValidationShare = 0.1

  public let name: String
  public let classes: [String]
  public let imageShape = Shape(channels: 3, height: side, width: side)
  public let remembersImages = false
  public let path: String

  /// Colours are measured on so many training images, spread evenly: the mean's standard error is then
  /// about one level in 255. All of ImageNet would take hours.
  public static let measuredCount = 512
  private let measured = Monitor<ColorStatistics?>(nil)
  let train: Part
  let validation: Part
  /// What the folder holds and does not use.
  public let passedOver: PassedOver

  /// The images of a split. Number i is image `order[i]` of the list: mixed, so that the first so many
  /// are of all classes.
  struct Part: Sendable {
    let list: ImageList
    let order: [UInt32]
  }

  /// Lists the files; none is opened.
  /// - Parameters:
  ///   - path: the folder.
  ///   - seed: decides which images of a folder without validation images are kept for it.
  ///   - validationShare: how many, of each class; 0 < share < 1. Of a class with two images or more it
  ///     is at least one, and never all.
  ///   - allowsEmptyClasses: accept classes without images.
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
      train = Part(list: list, order: Self.mixed(Array(0..<UInt32(list.count)), .train))
      validation = Part(
        list: others, order: Self.mixed(Array(0..<UInt32(others.count)), .validation))
    } else {
      let (kept, rest) = Self.divided(list, seed: seed, share: validationShare)
      train = Part(list: list, order: Self.mixed(rest, .train))
      validation = Part(list: list, order: Self.mixed(kept, .validation))
    }
    passedOver = passed
    name = path.split(separator: "/").last.map(String.init) ?? path
    classes = ClassNames(near: layout.base, labels: layout.labels).names(of: list.folders)
  }

  private static func check(_ list: ImageList, _ allowsEmptyClasses: Bool) throws(ImagesError) {
    let empty = list.emptyFolders
    // With no image at all there is nothing to allow.
    guard empty.isEmpty || allowsEmptyClasses && list.count > 0 else {
      throw .imageFolder(
        .emptyClasses(path: list.root, folders: empty, passedOver: list.passedOverInEmpty))
    }
  }

  /// Always the same order, whatever the run's seed.
  private static func mixed(_ images: [UInt32], _ split: Split) -> [UInt32] {
    var chance = Chance(seed: 0, .folderOrder, split == .train ? 0 : 1)
    return images.shuffled(using: &chance)
  }

  /// A share of each class, at least an image where it has two, and the rest.
  private static func divided(_ list: ImageList, seed: UInt64, share: Double) -> (
    kept: [UInt32], rest: [UInt32]
  ) {
    precondition(share > 0 && share < 1, "some images are for validation, and some are not")
    var (kept, rest): ([UInt32], [UInt32]) = ([], [])
    for label in list.folders.indices {
      let images = list.images(of: label)
      var chance = Chance(seed: seed, .validationShare, label)
      let mixed = images.map { UInt32($0) }.shuffled(using: &chance)
      let count = max(
        0, min(max(1, Int((Double(images.count) * share).rounded())), images.count - 1))
      kept += mixed[..<count]
      rest += mixed[count...]
    }
    return (kept, rest)
  }

  public func count(_ split: Split) -> Int { part(split).order.count }

  public func imagesByClass(_ split: Split) -> [Int] {
    let part = part(split)
    var counts = [Int](repeating: 0, count: classes.count)
    for image in part.order { counts[part.list.label(of: Int(image))] += 1 }
    return counts
  }

  /// Whether validation images are a share of the training folders' own.
  public var sharesFolders: Bool { train.list.root == validation.list.root }

  func part(_ split: Split) -> Part { split == .train ? train : validation }

  public func makeReader() -> any ImageReader { Reader(folder: self) }

  /// Where an image is.
  public func path(of index: Int, in split: Split) -> String {
    let part = part(split)
    return part.list.path(of: Int(part.order[index]))
  }

  /// Measured when first asked for, on images that can be read.
  public var colors: ColorStatistics {
    if let known = measured.update({ $0 }) { return known }
    let reader = Reader(folder: self)
    let image = Buffer<UInt8>(count: imageShape.count, repeating: 0)
    var moments = ColorMoments()
    for index in 0..<min(Self.measuredCount, count(.train)) {
      // The order is mixed already.
      guard (try? reader.read(index, of: .train, into: image.elements)) != nil else { continue }
      moments.add(UnsafeBufferPointer(image.elements))
    }
    let colors = moments.statistics
    measured.update { $0 = colors }
    return colors
  }

  private final class Reader: ImageReader {
    private let folder: ImageFolder
    private let files = FileReader()
    private let decoder = ImageDecoder()
    private var path: [UInt8] = []
    private let square = Buffer<UInt8>(count: side * side * 3, repeating: 0)

    init(folder: ImageFolder) { self.folder = folder }

    func read(_ index: Int, of split: Split, into pixels: UnsafeMutableBufferPointer<UInt8>)
      throws(ImagesError) -> Int
    {
      let part = folder.part(split)
      let image = Int(part.order[index])
      part.list.writePath(of: image, to: &path)
      do throws(ImageDamage) {
        try decoder.decode(try files.read(path), side: side, into: square.elements)
      } catch {
        throw .damagedImage(path: part.list.path(of: image), error)
      }
      square.elements.writePlanes(to: pixels)
      return part.list.label(of: image)
    }
  }
}
