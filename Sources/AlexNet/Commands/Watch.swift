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
  @OptionGroup(title: "Lanes") var laneOptions: LaneOptions
  @OptionGroup(title: "Run") var runOptions: RunOptions
  @OptionGroup(title: "Screen") var screenOptions: ScreenOptions

  func run() throws {
    if let size = screenOptions.once {
      let data = try planOptions.openData()
      try showOnce(planOptions.plan(for: data, lesson: laneOptions.lesson), data: data, size: size)
    } else if let launched = Launched.current() {
      let data = try planOptions.openData()
      let plan = try planOptions.plan(for: data, lesson: laneOptions.lesson)
      let changes = try lanesAtOnce(beside: plan)
      try launched.train(in: runOptions.store) {
        let run = try runOptions.makeRun(plan, data: data)
        return [.init(plan, data: data, run: run)]
          + (try LaneOptions.entries(changes, beside: plan, data: data, run: run))
      }
    } else {
      try LiveScreen.launch(screenOptions, runOptions.store)
    }
  }

  /// On the screen all lanes are trained together.
  private func lanesAtOnce(beside plan: RunPlan) throws -> [[Change]] {
    let groups = try laneOptions.groups(beside: plan)
    guard groups.count == 1 else {
      throw OptionError(
        option: "--seeds", value: "\(laneOptions.seeds ?? 0) on the screen",
        wanted: "at most \(groups[0].count + 1), or use `alexnet train --seeds`")
    }
    return groups[0]
  }

  /// Trains for the steps asked for, or a few, and prints what the screen would then show.
  private func showOnce(_ plan: RunPlan, data: any DataSource, size: ScreenSize) throws {
    var plan = plan
    if planOptions.duration.length == nil { plan.length = .steps(20) }
    let changes = try lanesAtOnce(beside: plan)
    let run = try runOptions.makeRun(plan, data: data)
    let signals = StopSignals()
    let watcher = Watcher(.overview)
    let entries =
      [TrainingSession.Entry(plan, data: data, run: run)]
      + (try LaneOptions.entries(changes, beside: plan, data: data, run: run))
    let session = try TrainingSession(entries, watcher: watcher)
    let command = runOptions.store.command("resume", run.name)
    signals.onFirst(remedy: "`\(command)` continues from the last checkpoint") {
      session.send(.stop)
    }
    var collector = Collector(
      state: DashboardState(
        plan: plan, folder: run.folder.abbreviated, theme: screenOptions.themeName))
    let endings = collector.follow(watcher, runs: entries.map(\.run.name))
    if let failure = endings.failure { throw failure }
    for glimpse in watcher.glimpses.take() ?? [] { _ = update(&collector.state, .glimpse(glimpse)) }
    try LiveScreen.print(collector.state, size, screenOptions)
    if let unsaved = endings.unsaved(in: runOptions.store) { throw unsaved }
    if let signal = signals.received { throw ExitCode(128 + signal) }
  }

  /// Hands events to the screen's state instead of printing them.
  private struct Collector: EventReporter {
    var state: DashboardState

    mutating func report(_ line: EventLine) {
      _ = update(&state, .trainer(line.event, run: line.run))
    }
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
    let home = (ProcessInfo.processInfo.environment["HOME"] ?? NSHomeDirectory()) + "/"
    return hasPrefix(home) ? "~/" + dropFirst(home.count) : self
  }
}
