import ArgumentParser
import Blueprint
import Dashboard
import Foundation
import Images
import NCursesTerminal
import Runs
import TerminalUI
import Training

/// Trains and shows it on the screen.
struct Watch: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train, and watch (what happens without a subcommand).",
    discussion: """
      The training is done by a process of its own, which outlives this screen: it goes on when the \
      terminal is closed or the connection is lost, and `alexnet attach` shows it again.
      """)

  @OptionGroup(title: "Plan") var planOptions: PlanOptions
  @OptionGroup(title: "Run") var runOptions: RunOptions
  @OptionGroup(title: "Screen") var screenOptions: ScreenOptions

  func run() throws {
    if let size = screenOptions.once {
      let data = try planOptions.openData()
      try showOnce(planOptions.plan(for: data), data: data, size: size)
    } else if let launched = Launched.current() {
      let data = try planOptions.openData()
      let plan = try planOptions.plan(for: data)
      try launched.train(plan, data: data) { try runOptions.makeRun(plan, data: data) }
    } else {
      try LiveScreen.launch(screenOptions, runOptions.store)
    }
  }

  /// Trains for the steps asked for, or a few, and prints what the screen would then show.
  private func showOnce(_ plan: RunPlan, data: any DataSource, size: ScreenSize) throws {
    var plan = plan
    if planOptions.length == nil { plan.length = .steps(20) }
    let run = try runOptions.makeRun(plan, data: data)
    let signals = StopSignals()
    let watcher = Watcher(.overview)
    let session = try TrainingSession(plan, data: data, run: run, watcher: watcher)
    signals.onFirst { session.send(.stop) }
    var collector = Collector(
      state: DashboardState(
        plan: plan, folder: run.folder.abbreviated, theme: screenOptions.themeName))
    try collector.follow(watcher)
    for glimpse in watcher.glimpses.take() ?? [] { _ = update(&collector.state, .glimpse(glimpse)) }
    LiveScreen.print(collector.state, size, screenOptions)
    if let signal = signals.received { throw ExitCode(128 + signal) }
  }

  /// Hands events to the screen's state instead of printing them.
  private struct Collector: EventReporter {
    var state: DashboardState

    mutating func report(_ event: TrainingEvent) { _ = update(&state, .trainer(event)) }
  }
}

extension ScreenOptions {
  var terminalOptions: TerminalOptions {
    let color: ColorChoice =
      switch color {
      case .auto: .auto
      case .never: .never
      case .sixteen: .sixteen
      case .indexed: .indexed
      case .truecolor: .truecolor
      }
    return TerminalOptions(
      color: color, ascii: ascii, mouse: !noMouse, asksForGround: theme == .auto)
  }

  /// Nil: to be found out.
  var themeName: TerminalUI.Theme.Name? {
    switch theme {
    case .auto: nil
    case .dark: .dark
    case .light: .light
    case .contrast: .contrast
    case .colorblind: .colorblind
    }
  }
}

extension String {
  /// A path as its owner would type it, with "~" for the home directory.
  var abbreviated: String {
    let home = NSHomeDirectory() + "/"
    return hasPrefix(home) ? "~/" + dropFirst(home.count) : self
  }
}
