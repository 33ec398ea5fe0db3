import DisplayText
import Images

/// The output of `data inspect`. The fields are the contract of `data inspect --json`.
struct InspectionReport: Encodable {
  /// The numbers of images of a class.
  struct Class: Encodable {
    var name: String
    var train: Int
    var validation: Int
  }

  /// A file that cannot be decoded.
  struct DamagedFile: Encodable {
    var path: String
    var reason: String
  }

  /// The files of one kind that are not used.
  struct PassedOverFiles: Encodable {
    /// The kind: "gif", "broken-link".
    var kind: String
    var count: Int
    /// The paths of the first few files.
    var examples: [String]
    var remedy: String?
  }

  /// The number of files of a format and a colour model.
  struct Format: Encodable {
    var kind: String
    var color: String
    var files: Int
  }

  /// The range of the images' sizes, in pixels.
  struct Sizes: Encodable {
    var leastWidth: Int
    var greatestWidth: Int
    var leastHeight: Int
    var greatestHeight: Int
  }

  var name: String
  var kind: String
  var classes: [Class]
  var train: Int
  var validation: Int
  /// True if the validation set is a share of the training folders.
  var dividesItself: Bool
  /// The mean of red, green and blue, 0…1.
  var mean: [Double]
  /// The standard deviation of red, green and blue, 0…1.
  var deviation: [Double]
  /// The number of training images from which mean and deviation were computed.
  var measured: Int
  /// True if every file was decoded; otherwise only headers were read.
  var full: Bool
  var damaged: [DamagedFile]
  var formats: [Format]
  var sizes: Sizes?
  /// The number of files whose EXIF data require a rotation.
  var turned: Int
  /// The files and folders that are not used, by kind.
  var passedOver: [PassedOverFiles]
  private var passedOverTexts: [String] = []

  enum CodingKeys: CodingKey {
    case name, kind, classes, train, validation, dividesItself, mean, deviation, measured, full
    case damaged, formats, sizes, turned, passedOver
  }

  init(_ inspection: DataInspection, name: String, isFull: Bool) {
    self.name = name
    kind = inspection.kind
    classes = inspection.classes.indices.map {
      Class(
        name: inspection.classes[$0], train: inspection.train[$0],
        validation: inspection.validation[$0])
    }
    train = inspection.train.reduce(0, +)
    validation = inspection.validation.reduce(0, +)
    dividesItself = inspection.holdsOutValidation
    mean = (0..<3).map { inspection.colors.mean[$0] / 255 }
    deviation = (0..<3).map { inspection.colors.deviation[$0] / 255 }
    measured = inspection.measured
    full = isFull
    let files = inspection.files
    damaged = (files?.damaged ?? []).map { DamagedFile(path: $0.path, reason: $0.damage.reason) }
    formats = (files?.formats ?? [:]).map {
      Format(kind: $0.kind.rawValue, color: $0.colorModel.rawValue, files: $1)
    }.sorted { ($0.files, $1.kind, $1.color) > ($1.files, $0.kind, $0.color) }
    if let widths = files?.widths, let heights = files?.heights {
      sizes = Sizes(
        leastWidth: widths.lowerBound, greatestWidth: widths.upperBound,
        leastHeight: heights.lowerBound, greatestHeight: heights.upperBound)
    }
    turned = files?.turned ?? 0
    passedOver = inspection.passedOver.sorted.map {
      PassedOverFiles(
        kind: $0.kind.name, count: $0.group.count, examples: $0.group.examples,
        remedy: $0.kind.remedy)
    }
    passedOverTexts = inspection.passedOver.sorted.map { kind, group in
      let remedy = kind.remedy.map { " (\($0))" } ?? ""
      let example = group.examples.first.map { ": \($0)" } ?? ""
      let more = group.count > 1 && !example.isEmpty ? ", …" : ""
      return kind.text(count: group.count) + remedy + example + more
    }
  }
}

extension InspectionReport {
  /// The report as text: a title, the classes, a list of properties, and the files that are not used.
  var text: String {
    var table = TextTable([.left("class"), .right("train"), .right("validation")])
    for row in classes {
      table.add([row.name, row.train.grouped, row.validation.grouped])
    }
    let title =
      "\(name == kind ? kind : "\(name): \(kind)"), \(classes.count.grouped) classes, "
      + "\(train.grouped) training and \(validation.grouped) validation images"
    let properties = properties.map { $0.name.padding(toLength: 11) + $0.value }
    let passed = passedOverTexts.map { "  \($0.printable)" }
    return
      ([title.printable, "", table.text, ""] + properties
      + damaged.map { "  \($0.path): \($0.reason)".printable }
      + (passed.isEmpty ? [] : ["passed over, not used:"] + passed)).joined(separator: "\n")
  }

  private var properties: [(name: String, value: String)] {
    var properties: [(name: String, value: String)] = []
    if dividesItself {
      properties.append(
        ("division", "by --seed and --validation-share, since there is no folder 'val'"))
    }
    if !formats.isEmpty { properties.append(("files", formatText)) }
    if let sizes { properties.append(("sizes", sizes.text)) }
    if turned > 0 { properties.append(("turned", "\(turned.grouped), rotated as EXIF requires")) }
    properties.append(
      ("mean", "\(Self.text(mean)) red, green, blue of \(measured.grouped) images"))
    properties.append(("deviation", Self.text(deviation)))
    if sizes != nil || !damaged.isEmpty {
      let extent = full ? "all were decoded" : "only headers were read; --full decodes all"
      properties.append(("damaged", "\(damaged.count.grouped) (\(extent))"))
    }
    return properties
  }

  private var formatText: String {
    formats.map { "\($0.files.grouped) \($0.kind) \(Self.word($0.color))" }
      .joined(separator: ", ")
  }

  /// The words for a colour model: "in grey".
  private static func word(_ color: String) -> String {
    ["color": "in colour", "gray": "in grey", "palette": "with a palette", "cmyk": "in CMYK"][color]
      ?? color
  }

  private static func text(_ shares: [Double]) -> String {
    shares.map { $0.fixed(4) }.joined(separator: " ")
  }
}

extension InspectionReport.Sizes {
  var text: String {
    leastWidth == greatestWidth && leastHeight == greatestHeight
      ? "all \(leastWidth)×\(leastHeight)"
      : "\(leastWidth) to \(greatestWidth) wide, \(leastHeight) to \(greatestHeight) high"
  }
}

extension String {
  fileprivate func padding(toLength length: Int) -> String {
    self + String(repeating: " ", count: max(0, length - count))
  }
}
