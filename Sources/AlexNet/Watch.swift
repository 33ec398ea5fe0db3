import ArgumentParser

/// Trains and shows it on the screen.
struct Watch: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train, and watch (what happens without a subcommand).")

  @OptionGroup(title: "Plan") var planOptions: PlanOptions
  @OptionGroup(title: "Run") var runOptions: RunOptions
  @OptionGroup(title: "Screen") var screenOptions: ScreenOptions
}
