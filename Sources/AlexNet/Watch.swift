import ArgumentParser

/// Trains and shows it on the screen.
struct Watch: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train, and watch (what happens without a subcommand).")

  @OptionGroup(title: "Plan") var plan: PlanOptions
  @OptionGroup(title: "Run") var run: RunOptions
  @OptionGroup(title: "Screen") var screen: ScreenOptions
}
