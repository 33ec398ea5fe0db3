/// What there is to know of a data source: its classes, its colours and, of image folders, the files.
public struct DataInspection: Sendable {
  /// "CIFAR-10", "image folder".
  public var kind: String
  public var classes: [String]
  /// Images by class.
  public var train: [Int]
  public var validation: [Int]
  /// Grey levels, of the training images.
  public var colors: ColorStatistics
  /// How many training images the colours were measured on.
  public var measured: Int
  /// Whether validation images are taken from among the training folders' own.
  public var dividesItself = false
  /// What an image folder holds and does not use.
  public var passedOver = PassedOver()
  /// Nil where images are not files.
  public var files: FileSurvey?

  /// Inspects a source; only of an image folder that takes time.
  /// - Parameters:
  ///   - source: the images.
  ///   - isFull: decode every file, rather than read its header alone.
  ///   - threads: how many read.
  ///   - progress: called now and then, on this thread, with the files done and the files there are.
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
    dividesItself = folder.sharesFolders
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

/// What was seen of many image files.
public struct FileSurvey: Sendable {
  /// A kind of file and how it keeps its colours.
  public struct Format: Hashable, Sendable {
    public var kind: ImageHeader.Kind
    public var colorModel: ImageHeader.ColorModel
  }

  public struct Damaged: Hashable, Sendable {
    public var path: String
    public var damage: ImageDamage
  }

  public var formats: [Format: Int] = [:]
  /// The least and greatest of all sides, as seen upright; nil when no header could be read.
  public var widths: ClosedRange<Int>?
  public var heights: ClosedRange<Int>?
  /// Files that are to be turned to be upright.
  public var turned = 0
  /// Sorted by path once the survey is over.
  public var damaged: [Damaged] = []
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
