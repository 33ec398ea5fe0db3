import ArgumentParser
import Dashboard

/// Trains, and explains the screen in eight stops.
struct Tour: NamedCommand {
  static let name = "tour"
  static let configuration = CommandConfiguration(
    commandName: name,
    abstract: "Train, and explain the screen in eight stops on the running network.",
    discussion: """
      The tour takes about five minutes. Each stop points at one part of the screen, explains it with the \
      numbers of this run, and names a key that acts on the running network: the loss, the error, a \
      kernel, the timeline, dropout, a fork, a comparison, and the inside of an image.

      All other keys keep their meaning. The space bar skips a stop, Backspace goes back, and Esc leaves \
      the tour; \(DashboardState.tourKey) starts it again, also on the screens of `\(Watch.invocation)` and \
      `\(Attach.invocation)`. What the tour has changed is listed at its end, with the keys that undo it.

      A separate process trains the run, as with `\(Watch.invocation)`. It continues after the tour, and \
      when you leave the screen.

      Examples:
        \(invocation)
        \(invocation) --ascii --threads 2
        \(invocation) --data ~/photos --network alexnet
      """)

  @OptionGroup(title: "Plan") var planOptions: PlanOptions
  @OptionGroup(title: "Run") var runOptions: RunOptions
  @OptionGroup(title: "Screen") var screenOptions: ScreenOptions

  func validate() throws {
    if screenOptions.plain {
      throw ValidationError(
        "--plain has no screen to explain. Use `\(Watch.invocation) --plain`.")
    }
    if screenOptions.once != nil {
      throw ValidationError(
        "--once prints one frame, and the tour needs keys. Use `\(Watch.invocation) --once`.")
    }
  }

  func run() throws {
    // The trainer is that of `watch`, which has the same options.
    let words = CommandLine.arguments
    let arguments = Array(words.prefix(1)) + [Watch.name] + words.dropFirst(2)
    try screenOptions.launchTrainer(
      runOptions.store, arguments, message: runOptions.runInTraining, beginsTour: true)
  }
}
