import Blueprint
import Dashboard
import Foundation
import NCursesTerminal
import Runs
import TerminalUI

/// How long the dashboard takes to draw a frame of 200×60 of a run with a long history, and of many
/// recorded ones beside each other: a line a view of it, and what keys and events cost.
struct Frames {
  var steps: Int
  var runs: Int
  var runSteps: Int

  func run() throws {
    // First of all: it forks.
    let screen = try FrameScreen(width: 200, height: 60)
    try run(on: screen)
  }

  private func run(on screen: FrameScreen) throws {
    let plan = RunPlan.standard(
      .compact(classes: 40, side: 64), data: .scenes, validationImages: 2000, threads: 2)
    var state = DashboardState(plan: plan)
    var events = Self.events(steps, name: "here", plan: plan)
    let looks = try SnapshotCosts(network: "compact", seconds: 2).looks().map { look in
      var look = look
      look.snapshot?.run = "here"
      look.snapshot?.step = steps
      look.before?.run = "here"
      look.before?.step = steps
      return look
    }
    var snapshot = looks.last { $0.name == "charts" }?.snapshot
    tell("\(steps) steps, event by event") {
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
    tell("\(runs) runs of \(runSteps) steps, taken up") {
      _ = update(&state, .runList(.loaded(recorded)))
    }
    show(state, looks, on: screen)
  }

  /// Every view that differs in what it computes.
  private func show(
    _ state: DashboardState, _ looks: [SnapshotCosts.Look], on screen: FrameScreen
  ) {
    print("\nfor a frame: median and worst of 40, in ms; with sending; the first, whole")
    for look in looks {
      var state = state
      press(look.keys, &state)
      var before = state
      if let snapshot = look.before { _ = update(&before, .snapshot(snapshot)) }
      if let snapshot = look.snapshot { _ = update(&state, .snapshot(snapshot)) }
      func frame(_ name: String, _ state: DashboardState) { self.frame(name, [state], on: screen) }
      self.frame(look.name, [state, before], on: screen)
      switch look.name {
      case "charts":
        press("SGU", &state)
        frame("seven charts", state)
        press("y", &state)
        frame("  of logarithmic values", state)
        press("yx", &state)
        frame("  over the logarithm of steps", state)
        press("xxx", &state)
        frame("  over time", state)
        _ = update(&state, .terminal(.key(.left)))
        for _ in 0..<3 { _ = update(&state, .terminal(.key(.up))) }
        frame("  an eighth of it", state)
        tell("smoothing by a key") { press("=", &state) }
      case "compare":
        press("v", &state)
        frame("  of training", state)
        press("a", &state)
        frame("  every run for itself", state)
        press("x", &state)
        frame("  over the logarithm of steps", state)
        press("y", &state)
        frame("  of logarithmic values", state)
        tell("smoothing by a key") { press("=", &state) }
        tell("the next run by a key") { _ = update(&state, .terminal(.key(.down))) }
      default: break
      }
    }
  }

  private func press(_ keys: String, _ state: inout DashboardState) {
    for key in keys.unicodeScalars { _ = update(&state, .terminal(.key(.character(key)))) }
  }

  /// Of states by turns; the first frame, which is sent whole, apart.
  private func frame(_ name: String, _ states: [DashboardState], on screen: FrameScreen) {
    let capabilities = screen.terminal.capabilities
    var (views, frames): ([Double], [Double]) = ([], [])
    for turn in 0...40 {
      let state = states[turn % states.count]
      var frame = Frame(width: 0, height: 0)
      let drawing = Self.milliseconds {
        frame = view(state, width: 200, height: 60, capabilities: capabilities)
      }
      views.append(drawing)
      frames.append(drawing + Self.milliseconds { screen.terminal.present(frame) })
    }
    let first = frames.removeFirst()
    views.removeFirst()
    views.sort()
    frames.sort()
    print(
      Self.line(name, views[20])
        + String(format: "%8.2f%8.2f%8.2f%8.2f", views[39], frames[20], frames[39], first))
  }

  private func tell(_ what: String, _ work: () -> Void) {
    print(Self.line(what, Self.milliseconds(work)) + " ms")
  }

  /// Of the processor, on this thread.
  private static func milliseconds(_ work: () -> Void) -> Double {
    func now() -> Double {
      var time = timespec()
      clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
      return 1e3 * Double(time.tv_sec) + 1e-6 * Double(time.tv_nsec)
    }
    let start = now()
    work()
    return now() - start
  }

  private static func line(_ name: String, _ value: Double) -> String {
    name.padding(toLength: 34, withPad: " ", startingAt: 0) + String(format: "%8.2f", value)
  }
}

extension Frames {
  /// A run by formulas: curves that fall and tremble, with a spike now and then.
  private static func events(_ steps: Int, name: String, plan: RunPlan) -> [TrainingEvent] {
    var chance = SystemRandomNumberGenerator()
    var events: [TrainingEvent] = [
      .started(
        .init(
          run: name, network: plan.network.name, parameters: 1, data: "scenes",
          classes: (0..<40).map { "class \($0)" }, trainImages: 24_000, validationImages: 2000,
          seed: plan.seed, plan: plan, time: 0))
    ]
    for step in 1...max(1, steps) {
      let fallen = 0.3 + 0.7 * exp(-5 * Double(step) / Double(steps))
      let error = min(1, max(0, fallen + Double.random(in: -0.1...0.1, using: &chance)))
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
