import Blueprint
import Machine
import Runs

/// The values that options and arguments accept. A declaration refers to one of them, so that a wrong value
/// is found while the command line is read, before a file is opened:
///
/// ```swift
/// @Option(help: "Images in a step.", transform: AllowedValues.batch.parse)
/// var batch: Int?
/// ```
///
/// Settings that a lane can change (`rate`, `dropout`, …) have the values of `--lane`, which are in
/// `Setting+Changes.swift` of Blueprint. An option with a few words, such as `--theme`, has an enumeration
/// as its type instead.
enum AllowedValues {
  // Whole numbers.
  static let batches = 1...65_536
  static let batch = ValueRule.whole(batches)
  static let batchScale = ValueRule.whole(1...1024)
  /// More threads than processors would wait for each other.
  static let threads = ValueRule.whole(
    1...ProcessorAllowance.current.maximumThreads, of: "the processors that the process can use")
  static let processes = ValueRule.whole(1...4_096)
  /// The columns into which the kernels are divided.
  static let columns = ValueRule.whole(1...2)
  static let steps = ValueRule.whole(1...Int.max)
  static let epochs = ValueRule.whole(1...1_000_000)
  /// The steps that `bench` measures.
  static let measuredSteps = ValueRule.whole(1...100_000)
  static let trainingImages = ValueRule.whole(1...Int.max)
  static let seeds = ValueRule.whole(1...100)
  /// The steps between two validations or checkpoints; 0 for none.
  static let interval = ValueRule.whole(0...Int.max)
  /// A step of a run; 0 is the start.
  static let step = ValueRule.whole(0...Int.max)
  static let quality = ValueRule.whole(1...100)

  // Numbers.
  static let damageLimit = ValueRule.number(in: 0..<1, "a share, 0 or more, below 1, such as 0.05")
  static let validationShare = ValueRule.number(
    in: Double.leastNonzeroMagnitude..<1, "a share above 0 and below 1, such as 0.1")
  static let errorPercentage = ValueRule.number(
    in: 0..<100.0.nextUp, "a percentage, 0 to 100, such as 25")

  // Settings of a plan.
  static let rate = ValueRule(of: .rate) { if case .rate(let value) = $0 { value } else { nil } }
  static let momentum = ValueRule(of: .momentum) {
    if case .momentum(let value) = $0 { value } else { nil }
  }
  static let decay = ValueRule(of: .decay) { if case .decay(let value) = $0 { value } else { nil } }
  static let dropout = ValueRule(of: .dropout) {
    if case .dropout(let value) = $0 { value } else { nil }
  }
  static let augmentation = ValueRule(of: .augment) {
    if case .augmentation(let value) = $0 { value } else { nil }
  }
  static let initialValues = ValueRule(of: .initial) {
    if case .initialization(let value) = $0 { value } else { nil }
  }
  static let seed = ValueRule(of: .seed) { if case .seed(let value) = $0 { value } else { nil } }

  /// The changes of a lane; an empty text is an exact copy. For the `transform` of `--lane`.
  @Sendable static func laneChanges(_ text: String) throws -> [PlanChange] {
    do {
      return try [PlanChange](parsing: text)
    } catch {
      throw RefusedValue(description: error.sentences)
    }
  }

  // Times.
  static let timeLimit = ValueRule(
    "a time above 0 with its units, such as 90s, 10m, 2h or 1h30m"
  ) { TimeLimit.duration($0) }

  // Words, names and paths.
  static let network = ValueRule(
    "\(NetworkSpec.presetNames.joined(separator: ", ")), or the path of a network file, FILE.json",
    words: NetworkSpec.presetNames
  ) { NetworkChoice(argument: $0) }
  static let schedule = ValueRule(
    "plateau, constant, or the path of a table, FILE.json", words: ScheduleChoice.words
  ) { ScheduleChoice(argument: $0) }
  static let screenSize = ValueRule(
    "columns and rows, such as 80x24, from \(ScreenSize.minimum) to \(ScreenSize.maximum)"
  ) { ScreenSize(argument: $0) }
  static let picture = ValueRule("the path of a file that ends in .png, .apng or .gif") {
    PictureFile(path: $0)
  }
  static let data = ValueRule.text("scenes, or the path of a folder of images")
  static let folder = ValueRule.text("the path of a folder")
  static let address = ValueRule.text("an address, such as https://example.org/data.tar.gz")
  static let networkOrRun = ValueRule.text("a network, the path of a network file, or a run")
  /// The name of a run that exists. `RunStore` has the error for a run that does not.
  static let run = ValueRule.text("the name of a run; `\(RunsList.invocation)` lists them")
  static let newRunName = ValueRule(RunStore.allowedNames) {
    RunStore.isValid($0) ? $0 : nil
  }
}

/// The values that an option accepts.
struct ValueRule<Value: Sendable>: Sendable {
  /// The accepted values, as they follow "Give": "a whole number, 1 to 100".
  let text: String
  /// The words among the accepted values, one of which a misspelt word can stand for.
  private let words: [String]
  private let convert: @Sendable (String) -> Value?

  /// - Parameter convert: Returns `nil` for a text that is not accepted.
  init(_ text: String, words: [String] = [], _ convert: @escaping @Sendable (String) -> Value?) {
    self.text = text
    self.words = words
    self.convert = convert
  }

  /// The values that a lane's setting accepts.
  /// - Parameter value: Returns the value of a change of this setting.
  init(of setting: Setting, _ value: @escaping @Sendable (PlanChange) -> Value?) {
    self.init(setting.allowedValues ?? "") { text in
      (try? setting.change(parsing: text)).flatMap(value)
    }
  }

  /// Converts the text of an option; for its `transform`.
  /// - Throws: `RefusedValue`.
  @Sendable func parse(_ text: String) throws -> Value {
    guard let value = convert(text) else {
      let advice = OptionError(
        option: "", value: text, allowed: self.text, nearest: text.nearest(in: words)
      ).remedy
      throw RefusedValue(description: advice)
    }
    return value
  }
}

extension ValueRule {
  /// Whole numbers in a range.
  /// - Parameter limit: The description of the greatest number; `nil` without one.
  static func whole(_ range: ClosedRange<Int>, of limit: String? = nil) -> Self where Value == Int {
    let limits =
      range.upperBound == .max
      ? "\(range.lowerBound) or more" : "\(range.lowerBound) to \(range.upperBound)"
    let reason = limit.map { " (\($0))" } ?? ""
    return Self("a whole number, \(limits)\(reason)") { text in
      Int(text).flatMap { range.contains($0) ? $0 : nil }
    }
  }

  /// Numbers in a range; NaN is in none.
  static func number(in range: Range<Double>, _ text: String) -> Self where Value == Double {
    Self(text) { text in Double(text).flatMap { range.contains($0) ? $0 : nil } }
  }

  /// Any text that is not empty. An empty one usually comes from an unset variable of a script, and as a
  /// path it would be the current folder.
  static func text(_ text: String) -> Self where Value == String {
    Self(text) { $0.isEmpty ? nil : $0 }
  }
}

/// The refusal of a value. The parser adds the description to its own message, from which `ParserMessage`
/// makes an error.
struct RefusedValue: Error, CustomStringConvertible {
  /// The advice in sentences, without the last full stop: "Give a number, 0 or more".
  var description: String
}
