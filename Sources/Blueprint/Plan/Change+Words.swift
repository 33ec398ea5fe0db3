// How changes are written (`dropout=off,rate=0.001`), said ("dropout off") and put into the name of a
// run ("no-dropout").

extension [Change] {
  /// Reads changes with commas between them; no text is no change.
  /// - Throws: `BlueprintError`: what is not understood, and what would be.
  public init(parsing text: String) throws(BlueprintError) {
    // `augment=crop,mirror,lrn=off`: what has no name belongs to what comes before it.
    var parts: [String] = []
    for word in text.split(separator: ",") {
      let word = word.trimmed
      if !word.contains("="), let last = parts.last, last.hasPrefix("augment=") {
        parts[parts.count - 1] = "\(last),\(word)"
      } else if !word.isEmpty {
        parts.append(word)
      }
    }
    self = []
    for part in parts { append(try Change(parsing: part)) }
  }

  /// "dropout off, rate 0.001"; "no change" without any.
  public var words: String {
    isEmpty ? "no change" : map(\.words).joined(separator: ", ")
  }

  /// "no-dropout-rate-0.001"; "copy" without any.
  public var slug: String { isEmpty ? "copy" : map(\.slug).joined(separator: "-") }
}

extension Change {
  /// The names of settings, as they are written.
  public static let names = [
    "dropout", "lrn", "rate", "momentum", "decay", "augment", "pooling", "activation", "initial",
    "seed",
  ]

  /// Reads one change: `dropout=off`.
  public init(parsing text: String) throws(BlueprintError) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = parts[0].trimmed
    guard Self.names.contains(name) else { throw .unknownChange(name, known: Self.names) }
    guard parts.count == 2 else {
      throw .invalidChange(setting: name, value: "nothing", wanted: Self.wanted(name))
    }
    let value = parts[1].trimmed
    guard let change = Self.read(name, value) else {
      throw .invalidChange(setting: name, value: "'\(value)'", wanted: Self.wanted(name))
    }
    self = change
  }

  private static func read(_ name: String, _ value: String) -> Change? {
    func number(_ range: Range<Double>) -> Double? {
      Double(value).flatMap { range.contains($0) ? $0 : nil }
    }
    switch name {
    case "dropout": return value == "off" ? .dropout(0) : number(0..<1).map(Change.dropout)
    case "lrn": return value == "on" ? .lrn(true) : value == "off" ? .lrn(false) : nil
    case "rate": return number(0..<Double.infinity).map(Change.rate)
    case "momentum": return number(0..<1).map(Change.momentum)
    case "decay": return number(0..<Double.infinity).map(Change.decay)
    case "augment": return Augmentation(parsing: value).map(Change.augmentation)
    case "pooling": return PoolingStyle(rawValue: value).map(Change.pooling)
    case "activation": return Activation(rawValue: value).map(Change.activation)
    case "initial": return InitialValues(parsing: value).map(Change.initialization)
    case "seed": return UInt64(value).map(Change.seed)
    default: return nil
    }
  }

  private static func wanted(_ name: String) -> String {
    switch name {
    case "dropout": "off, or a probability below 1"
    case "lrn": "on or off"
    case "momentum": "0 or more, below 1"
    case "augment": "any of crop, mirror and colour, or off"
    case "pooling": "overlapping or plain"
    case "activation": "relu or tanh"
    case "initial": InitialValues.wanted
    case "seed": "a whole number, 0 or more"
    default: "a number, 0 or more"
    }
  }

  /// "dropout off".
  public var words: String {
    switch self {
    case .rate(let value): "rate \(value.brief)"
    case .momentum(let value): "momentum \(value.brief)"
    case .decay(let value): "decay \(value.brief)"
    case .dropout(let probability):
      probability == 0 ? "dropout off" : "dropout \(probability.brief)"
    case .lrn(let on): on ? "LRN on" : "LRN off"
    case .augmentation(let value): "augmentation \(value.words)"
    case .pooling(let style): "\(style.rawValue) pooling"
    case .activation(let activation): activation.rawValue
    case .initialization(.weights(.he)): "He's initial weights"
    case .initialization(.weights(.gaussian(let deviation))): "initial weights \(deviation.brief)"
    case .initialization(.set(.paper)): "the paper's initial values"
    case .initialization(.set(.caffe)): "Caffe's initial values"
    case .seed(let seed): "seed \(seed)"
    }
  }

  /// "no-dropout": with letters, digits, points and dashes alone.
  var slug: String { String(rawSlug.filter { $0 != "+" }) }

  private var rawSlug: String {
    switch self {
    case .rate(let value): "rate-\(value.brief)"
    case .momentum(let value): "momentum-\(value.brief)"
    case .decay(let value): "decay-\(value.brief)"
    case .dropout(let probability): probability == 0 ? "no-dropout" : "dropout-\(probability.brief)"
    case .lrn(let on): on ? "lrn" : "no-lrn"
    case .augmentation(let value):
      value.words == "off"
        ? "no-augment" : "augment-" + value.words.split(separator: ",").joined(separator: "-")
    case .pooling(let style): "\(style.rawValue)-pooling"
    case .activation(let activation): activation.rawValue
    case .initialization(let values): "initial-\(values.word)"
    case .seed(let seed): "seed-\(seed)"
    }
  }
}

extension Augmentation {
  /// Reads `crop,mirror,colour`, any of them, or `off`.
  public init?(parsing text: String) {
    self.init(crop: false, mirror: false, colorNoise: false)
    guard text != "off" else { return }
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      switch word {
      case "crop": crop = true
      case "mirror": mirror = true
      case "colour", "color": colorNoise = true
      default: return nil
      }
    }
  }

  /// As it is read.
  public var words: String {
    let words = [crop ? "crop" : nil, mirror ? "mirror" : nil, colorNoise ? "colour" : nil]
      .compactMap(\.self)
    return words.isEmpty ? "off" : words.joined(separator: ",")
  }
}

extension Double {
  /// The shortest text that is this number: "1", "0.001", "5e-05".
  var brief: String {
    let text = "\(self)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
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
