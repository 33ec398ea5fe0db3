import ArgumentParser

/// Trains without a screen.
struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train without a screen: a progress line, or one JSON event a line.")

  enum Output: String, EnumerableFlag {
    case json, quiet

    static func help(for value: Output) -> ArgumentHelp? {
      switch value {
      case .json: "Print one JSON event a line."
      case .quiet: "Print nothing but errors."
      }
    }
  }

  @OptionGroup(title: "Plan") var planOptions: PlanOptions
  @OptionGroup(title: "Run") var runOptions: RunOptions
  @Flag var output: Output?
}
