// The texts of changes: as options (`dropout=off,rate=0.001`), in messages ("dropout off") and in the
// names of runs ("no-dropout").

extension [PlanChange] {
  /// Reads changes that are separated by commas. An empty text has no changes.
  /// - Throws: `BlueprintError.unknownChange`, `BlueprintError.invalidChange`.
  public init(parsing text: String) throws(BlueprintError) {
    // In `augment=crop,mirror,lrn=off` a word without a name belongs to the setting before it.
    var assignments: [String] = []
    for word in text.split(separator: ",") {
      let word = word.trimmed
      if !word.contains("="), let last = assignments.last, last.hasPrefix("augment=") {
        assignments[assignments.count - 1] = "\(last),\(word)"
      } else if !word.isEmpty {
        assignments.append(word)
      }
    }
    self = []
    for assignment in assignments { append(try PlanChange(parsing: assignment)) }
  }

  /// The changes for messages: "dropout off, rate 0.001"; "no change" if there are none.
  public var text: String {
    isEmpty ? "no change" : map(\.text).joined(separator: ", ")
  }

  /// The changes for the name of a run: "no-dropout-rate-0.001"; "copy" if there are none.
  public var slug: String { isEmpty ? "copy" : map(\.slug).joined(separator: "-") }
}

extension PlanChange {
  /// Reads one change: `dropout=off`.
  /// - Throws: `BlueprintError.unknownChange`, `BlueprintError.invalidChange`.
  public init(parsing text: String) throws(BlueprintError) {
    let sides = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = sides[0].trimmed
    guard let setting = Setting(rawValue: name), let allowed = setting.allowedValues else {
      throw .unknownChange(name, known: Setting.changeable.map(\.name))
    }
    guard sides.count == 2 else {
      throw .invalidChange(setting: name, value: nil, allowed: allowed)
    }
    self = try setting.change(parsing: sides[1].trimmed)
  }

  /// The change for messages: "dropout off".
  public var text: String {
    switch self {
    case .rate(let value): "rate \(Setting.text(of: value))"
    case .momentum(let value): "momentum \(Setting.text(of: value))"
    case .decay(let value): "decay \(Setting.text(of: value))"
    case .dropout(let probability):
      probability == 0 ? "dropout off" : "dropout \(Setting.text(of: probability))"
    case .lrn(let on): on ? "LRN on" : "LRN off"
    case .augmentation(let value): "augmentation \(value.text)"
    case .pooling(let style): "\(style.rawValue) pooling"
    case .activation(let activation): activation.rawValue
    case .initialization(.weights(.he)): "He's initial weights"
    case .initialization(.weights(.gaussian(let deviation))):
      "initial weights \(Setting.text(of: deviation))"
    case .initialization(.set(.paper)): "the paper's initial values"
    case .initialization(.set(.caffe)): "Caffe's initial values"
    case .seed(let seed): "seed \(seed)"
    }
  }

  /// The change for the name of a run, of letters, digits, points and dashes: "no-dropout".
  var slug: String { String(rawSlug.filter { $0 != "+" }) }

  private var rawSlug: String {
    switch self {
    case .rate(let value): "rate-\(Setting.text(of: value))"
    case .momentum(let value): "momentum-\(Setting.text(of: value))"
    case .decay(let value): "decay-\(Setting.text(of: value))"
    case .dropout(let probability):
      probability == 0 ? "no-dropout" : "dropout-\(Setting.text(of: probability))"
    case .lrn(let on): on ? "lrn" : "no-lrn"
    case .augmentation(let value):
      value.text == "off"
        ? "no-augment" : "augment-" + value.text.split(separator: ",").joined(separator: "-")
    case .pooling(let style): "\(style.rawValue)-pooling"
    case .activation(let activation): activation.rawValue
    case .initialization(let values): "initial-\(values.text)"
    case .seed(let seed): "seed-\(seed)"
    }
  }
}

extension Double {
  /// The shortest text that has exactly this value: "1", "0.001", "5e-5".
  var brief: String { description.withoutZeros }
}

extension String {
  /// The description of a number without a zero fraction and without zeros before the exponent: "1" for
  /// "1.0", "5e-5" for "5e-05".
  var withoutZeros: String {
    var text = self
    if text.hasSuffix(".0") { text.removeLast(2) }
    return text.replacing("e-0", with: "e-")
  }
}

extension StringProtocol {
  fileprivate var trimmed: String {
    var rest = self[...]
    while let first = rest.first, first.isWhitespace { rest.removeFirst() }
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    return String(rest)
  }
}
