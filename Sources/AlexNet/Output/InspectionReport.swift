import DisplayText
import Images

/// What `data inspect` found, as it tells it. The fields are the contract of `data inspect --json`.
struct InspectionReport: Encodable {
  struct Class: Encodable {
    var name: String
    var train: Int
    var validation: Int
  }

  struct Damaged: Encodable {
    var path: String
    var reason: String
  }

  struct PassedOverFiles: Encodable {
    /// "gif", "broken-link".
    var kind: String
    var count: Int
    /// The first few paths.
    var examples: [String]
    var remedy: String?
  }

  struct Format: Encodable {
    var kind: String
    var color: String
    var files: Int
  }

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
  /// Whether validation images are a share of the training folders' own.
  var dividesItself: Bool
  /// Red, green, blue, 0…1.
  var mean: [Double]
  var deviation: [Double]
  /// How many training images they are of.
  var measured: Int
  /// Whether every file was decoded.
  var full: Bool
  var damaged: [Damaged]
  var formats: [Format]
  var sizes: Sizes?
  /// Files that EXIF says are to be turned.
  var turned: Int
  /// Files and folders that are not used, by kind.
  var passedOver: [PassedOverFiles]
  private var passedOverWords: [String] = []

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
    dividesItself = inspection.dividesItself
    mean = (0..<3).map { inspection.colors.mean[$0] / 255 }
    deviation = (0..<3).map { inspection.colors.deviation[$0] / 255 }
    measured = inspection.measured
    full = isFull
    let files = inspection.files
    damaged = (files?.damaged ?? []).map { Damaged(path: $0.path, reason: $0.damage.reason) }
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
    passedOverWords = inspection.passedOver.sorted.map { kind, group in
      let remedy = kind.remedy.map { " (\($0))" } ?? ""
      let example = group.examples.first.map { ": \($0)" } ?? ""
      let more = group.count > 1 && !example.isEmpty ? ", …" : ""
      return kind.words(count: group.count) + remedy + example + more
    }
  }
}

extension InspectionReport {
  var text: String {
    var table = TextTable([.left("class"), .right("train"), .right("validation")])
    for entry in classes {
      table.add([entry.name, entry.train.grouped, entry.validation.grouped])
    }
    var facts: [(String, String)] = []
    if dividesItself {
      facts.append(("division", "by seed and --validation-share, for there is no 'val'"))
    }
    if !formats.isEmpty { facts.append(("files", formatWords)) }
    if let sizes { facts.append(("sizes", sizes.words)) }
    if turned > 0 { facts.append(("turned", "\(turned.grouped), put upright by EXIF")) }
    facts.append(("mean", "\(Self.words(mean)) red, green, blue of \(measured.grouped) images"))
    facts.append(("deviation", Self.words(deviation)))
    if sizes != nil || !damaged.isEmpty {
      let way = full ? "all were decoded" : "only headers were read; --full decodes all"
      facts.append(("damaged", "\(damaged.count.grouped) (\(way))"))
    }
    let title =
      name == kind ? kind : "\(name): \(kind)"
    let lines =
      [
        "\(title.printable), \(classes.count.grouped) classes, \(train.grouped) training and "
          + "\(validation.grouped) validation images", "", table.text, "",
      ] + facts.map { $0.0.padding(toLength: 11) + $0.1 }
    let passed =
      passedOver.isEmpty
      ? [] : ["passed over, not used:"] + passedOverWords.map { "  " + $0.printable }
    return (lines + damaged.map { "  \($0.path): \($0.reason)".printable } + passed)
      .joined(separator: "\n")
  }

  private var formatWords: String {
    formats.map { "\($0.files.grouped) \($0.kind) \(Self.word($0.color))" }
      .joined(separator: ", ")
  }

  /// As it is written for people.
  private static func word(_ color: String) -> String {
    ["color": "in colour", "gray": "in grey", "palette": "with a palette", "cmyk": "in CMYK"][color]
      ?? color
  }

  private static func words(_ shares: [Double]) -> String {
    shares.map { $0.fixed(4) }.joined(separator: " ")
  }
}

extension InspectionReport.Sizes {
  var words: String {
    leastWidth == greatestWidth && leastHeight == greatestHeight
      ? "\(leastWidth)×\(leastHeight) all"
      : "\(leastWidth) to \(greatestWidth) wide, \(leastHeight) to \(greatestHeight) high"
  }
}

extension String {
  fileprivate func padding(toLength length: Int) -> String {
    self + String(repeating: " ", count: max(0, length - count))
  }
}
