import ArgumentParser
import Blueprint
import Dashboard
import Foundation
import NCursesTerminal
import Runs
import TerminalUI

/// Measures the processor time of the dashboard: for frames of 200×60 cells on each screen, with the
/// history of a long run and with many recorded runs to compare, and for events and keys.
struct FrameTimes: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "frames",
    abstract: "Measure the time to draw each screen of the dashboard after a long history.")

  @Argument(help: "The number of steps of the run.", transform: positive)
  var steps: Int = 200_000
  @Argument(help: "The number of recorded runs.", transform: positive)
  var runs: Int = 20
  @Argument(help: "The number of steps of each recorded run.", transform: positive)
  var runSteps: Int = 50_000

  @Option(help: "The pictures: kitty, sixel or blocks.", transform: pictures)
  var pictures = PictureChoice.blocks

  private static func pictures(_ text: String) throws -> PictureChoice {
    guard let choice = PictureChoice(rawValue: text), choice != .auto else {
      throw ValidationError("'\(text)' is not 'kitty', 'sixel' or 'blocks'.")
    }
    return choice
  }

  func run() throws {
    // The terminal forks, so it must be opened before other threads start.
    let terminal = try HiddenTerminal(width: 200, height: 60, pictures: pictures)
    try run(on: terminal)
  }

  private func run(on terminal: HiddenTerminal) throws {
    let plan = RunPlan.standard(
      .compact(classes: 40, side: 64), data: .scenes, validationImages: 2000, threads: 2)
    var state = DashboardState(plan: plan)
    var events = Self.events(steps, name: "live", plan: plan)
    let screens = try SnapshotCosts.measure(network: "compact", seconds: 2).map { screen in
      var screen = screen
      screen.snapshot?.run = "live"
      screen.snapshot?.step = steps
      screen.before?.run = "live"
      screen.before?.step = steps
      return screen
    }
    var snapshot = screens.last { $0.name == "charts" }?.snapshot
    printTime("\(steps) steps, event by event") {
      for event in events {
        _ = update(&state, .trainer(event))
        guard case .step(let step) = event, step.step % 4 == 0, snapshot != nil else { continue }
        snapshot?.step = step.step
        for layer in snapshot!.layers.indices {
          snapshot!.layers[layer].gradientNorm *= Double.random(in: 0.8...1.25)
        }
        _ = update(&state, .snapshot(snapshot!))
      }
    }
    events = []
    press("7", &state)
    let chosen = (1...runs).map { "run-\($0)" }
    let summaries = chosen.map { RunSummary(name: $0, plan: plan, events: []) }
    _ = update(
      &state, .runList(.listed(.init(runs: summaries, unreadable: []), secondsFromUTC: 0)))
    press(String(repeating: " ", count: runs), &state)
    let recorded = chosen.map { name in
      RecordedRun(name: name, plan: plan, events: Self.events(runSteps, name: name, plan: plan))
    }
    printTime("\(runs) runs of \(runSteps) steps, added") {
      _ = update(&state, .runList(.loaded(recorded)))
    }
    measure(state, screens, on: terminal)
  }

  /// Measures every screen, and the views of a screen that differ in their computations.
  private func measure(
    _ state: DashboardState, _ screens: [SnapshotCosts.ScreenCosts], on terminal: HiddenTerminal
  ) {
    printLine(
      "\nfor a frame in ms: median and maximum of 40, drawn; the same, drawn and sent; the first frame"
    )
    for screen in screens {
      var state = state
      press(screen.keys, &state)
      var before = state
      if let snapshot = screen.before { _ = update(&before, .snapshot(snapshot)) }
      if let snapshot = screen.snapshot { _ = update(&state, .snapshot(snapshot)) }
      measureFrames(screen.name, [state, before], on: terminal)
      switch screen.name {
      case "charts": measureCharts(state, on: terminal)
      case "compare": measureComparison(state, on: terminal)
      default: break  // the other screens have one view
      }
    }
  }

  private func measureCharts(_ state: DashboardState, on terminal: HiddenTerminal) {
    var state = state
    func frame(_ name: String) { measureFrames(name, [state], on: terminal) }
    press("SGU", &state)
    frame("seven charts")
    press("y", &state)
    frame("  of logarithmic values")
    press("yx", &state)
    frame("  over the logarithm of steps")
    press("xxx", &state)
    frame("  over time")
    _ = update(&state, .terminal(.key(.left)))
    for _ in 0..<3 { _ = update(&state, .terminal(.key(.up))) }
    frame("  an eighth of the time")
    printTime("smoothing by a key") { press("=", &state) }
  }

  private func measureComparison(_ state: DashboardState, on terminal: HiddenTerminal) {
    var state = state
    func frame(_ name: String) { measureFrames(name, [state], on: terminal) }
    press("v", &state)
    frame("  of training")
    press("a", &state)
    frame("  every run separately")
    press("x", &state)
    frame("  over the logarithm of steps")
    press("y", &state)
    frame("  of logarithmic values")
    printTime("smoothing by a key") { press("=", &state) }
    printTime("the next run by a key") { _ = update(&state, .terminal(.key(.down))) }
  }

  private func press(_ keys: String, _ state: inout DashboardState) {
    for key in keys.unicodeScalars { _ = update(&state, .terminal(.key(.character(key)))) }
  }

  /// Measures 40 frames that show the states alternately, and before them the first frame, which is
  /// sent completely.
  private func measureFrames(
    _ name: String, _ states: [DashboardState], on terminal: HiddenTerminal
  ) {
    let terminal = terminal.terminal
    var (views, frames): ([Double], [Double]) = ([], [])
    for turn in 0...40 {
      let state = states[turn % states.count]
      var frame = Frame(width: 0, height: 0)
      let drawing = Self.milliseconds {
        frame = view(state, width: 200, height: 60, capabilities: terminal.capabilities)
      }
      views.append(drawing)
      frames.append(drawing + Self.milliseconds { terminal.present(frame) })
    }
    let first = frames.removeFirst()
    views.removeFirst()
    views.sort()
    frames.sort()
    printLine(
      Self.line(name, views[20])
        + String(format: "%8.2f%8.2f%8.2f%8.2f", views[39], frames[20], frames[39], first))
  }

  /// Prints the processor time of some work.
  private func printTime(_ name: String, _ work: () -> Void) {
    printLine(Self.line(name, Self.milliseconds(work)) + " ms")
  }

  /// Returns the processor time of some work on this thread, in milliseconds.
  private static func milliseconds(_ work: () -> Void) -> Double {
    let start = CPUTime.ofThisThread
    work()
    return (CPUTime.ofThisThread - start) / .milliseconds(1)
  }

  private static func line(_ name: String, _ value: Double) -> String {
    name.padding(toLength: 34, withPad: " ", startingAt: 0) + String(format: "%8.2f", value)
  }
}

extension FrameTimes {
  /// Returns the events of an artificial run: falling, noisy curves with a few spikes.
  private static func events(_ steps: Int, name: String, plan: RunPlan) -> [TrainingEvent] {
    var random = SystemRandomNumberGenerator()
    var events: [TrainingEvent] = [
      .started(
        .init(
          run: name, network: plan.network.name, parameters: 1, data: "scenes",
          classes: (0..<40).map { "class \($0)" }, trainImages: 24_000, validationImages: 2000,
          seed: plan.seed, plan: plan, time: 0))
    ]
    for step in 1...max(1, steps) {
      let fallen = 0.3 + 0.7 * exp(-5 * Double(step) / Double(steps))
      let error = min(1, max(0, fallen + Double.random(in: -0.1...0.1, using: &random)))
      let epoch = plan.epoch(afterStep: step, imagesPerEpoch: 24_000)
      events.append(
        .step(
          .init(
            step: step, epoch: epoch, loss: step % 9973 == 0 ? 9 : 3.7 * error, top1: error,
            top5: error / 2, rate: step < steps / 2 ? 0.01 : 0.001,
            imagesPerSecond: 800 + 100 * error, seconds: 0.15 * Double(step))))
      guard step % 250 == 0 else { continue }
      events.append(
        .validation(
          .init(step: step, epoch: epoch, loss: 3.9 * fallen, top1: fallen, top5: fallen / 2)))
    }
    return events
  }
}
