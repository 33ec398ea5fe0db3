/// A description of a data source: its classes, its colours and, for an image folder, its files.
public struct DataInspection: Sendable {
  /// The kind of data, such as "CIFAR-10" or "image folder".
  public var kind: String
  /// The names of the classes, in the order of the labels.
  public var classes: [String]
  /// The number of training images of each class.
  public var train: [Int]
  /// The number of validation images of each class.
  public var validation: [Int]
  /// The colours of the training images, in grey levels 0…255.
  public var colors: ColorStatistics
  /// The number of training images on which the colours were measured.
  public var measured: Int
  /// True if the validation images are held out from the training folders.
  public var holdsOutValidation = false
  /// The files and folders of an image folder that are not used.
  public var passedOver = PassedOver()
  /// The files of an image folder; `nil` for other data sources.
  public var files: FileSurvey?

  /// Inspects a data source. The files of an image folder are all read, which can take minutes.
  /// - Parameters:
  ///   - source: The images.
  ///   - isFull: Decodes every file instead of reading only its header.
  ///   - threads: The number of threads that read files.
  ///   - progress: Called on this thread several times a second, with the number of files inspected and
  ///     the number of all files.
  public init(
    _ source: any DataSource, isFull: Bool, threads: Int,
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws(ImagesError) {
    kind = source.name
    classes = source.classes
    train = try source.imagesByClass(.train)
    validation = try source.imagesByClass(.validation)
    measured = source.count(.train)
    guard let folder = source as? ImageFolder else {
      colors = source.colors
      return
    }
    kind = "image folder"
    holdsOutValidation = folder.holdsOutValidation
    passedOver = folder.passedOver
    let survey = FileSurveyor(folder, isFull: isFull).survey(threads: threads, progress)
    files = survey
    if isFull {
      colors = survey.colors.statistics
      measured = survey.trainImagesDecoded
    } else {
      colors = folder.colors
      measured = min(measured, ImageFolder.measuredCount)
    }
  }
}

/// The formats, sizes and damage of many image files.
public struct FileSurvey: Sendable {
  /// A file format with its colour model.
  public struct Format: Hashable, Sendable {
    /// The file format.
    public var kind: ImageHeader.Kind
    /// The colour model of the stored pixels.
    public var colorModel: ImageHeader.ColorModel
  }

  /// A file that cannot be used.
  public struct DamagedFile: Hashable, Sendable {
    /// The path of the file.
    public var path: String
    /// The reason why it cannot be used.
    public var damage: ImageDamage
  }

  /// The number of files of each format.
  public var formats: [Format: Int] = [:]
  /// The smallest and the largest width of the upright images; `nil` if no header could be read.
  public var widths: ClosedRange<Int>?
  /// The smallest and the largest height of the upright images; `nil` if no header could be read.
  public var heights: ClosedRange<Int>?
  /// The number of files that must be turned upright, by their EXIF orientation.
  public var turned = 0
  /// The damaged files, sorted by path when the survey is complete.
  public var damaged: [DamagedFile] = []
  var colors = ColorMoments()
  var trainImagesDecoded = 0

  mutating func add(_ header: ImageHeader) {
    formats[Format(kind: header.kind, colorModel: header.colorModel), default: 0] += 1
    widths = Self.joined(widths, header.uprightWidth...header.uprightWidth)
    heights = Self.joined(heights, header.uprightHeight...header.uprightHeight)
    if header.orientation != .upright { turned += 1 }
  }

  static func += (survey: inout FileSurvey, other: FileSurvey) {
    survey.formats.merge(other.formats, uniquingKeysWith: +)
    survey.widths = joined(survey.widths, other.widths)
    survey.heights = joined(survey.heights, other.heights)
    survey.turned += other.turned
    survey.damaged += other.damaged
    survey.colors += other.colors
    survey.trainImagesDecoded += other.trainImagesDecoded
  }

  private static func joined(_ one: ClosedRange<Int>?, _ other: ClosedRange<Int>?)
    -> ClosedRange<Int>?
  {
    guard let one, let other else { return one ?? other }
    return min(one.lowerBound, other.lowerBound)...max(one.upperBound, other.upperBound)
  }
}
