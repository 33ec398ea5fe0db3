import Blueprint
import DisplayText
import Foundation
import Runs
import Training

/// Tells the events of runs as `train` prints them.
protocol EventReporter {
  /// - Throws: that standard output cannot be written.
  mutating func report(_ line: EventLine) throws(OutputFailure)
}

/// A run that ended because it failed.
struct RunFailure: Explained, Equatable {
  var problem: String
  var remedy: String { "" }
  var hasNotStarted: Bool { false }
}

extension EventReporter {
  /// Reports everything until the session is over.
  /// - Parameter onFailure: called at the first failure to write; nothing is reported after it.
  /// - Returns: how the runs have ended.
  mutating func follow(
    _ watcher: Watcher, runs: [String], onFailure: (OutputFailure) -> Void = { _ in }
  ) -> RunEndings {
    var endings = RunEndings(runs)
    var isHeard = true
    while !endings.areAll {
      watcher.events.waitForMail()
      for line in watcher.events.takeAll() {
        endings.take(line)
        guard isHeard else { continue }
        do throws(OutputFailure) {
          try report(line)
        } catch {
          isHeard = false
          onFailure(error)
        }
      }
    }
    return endings
  }
}

/// Nothing but errors. What ends the run is told elsewhere; that nothing is recorded any more, here.
struct QuietReporter: EventReporter {
  func report(_ line: EventLine) {
    guard case .warning(_, kind: "journal", let message) = line.event else { return }
    StandardError.write("alexnet: \(message.printable)\n")
  }
}

/// One JSON object a line.
struct JSONReporter: EventReporter {
  func report(_ line: EventLine) throws(OutputFailure) { try StandardOutput.print(line.text) }
}

/// Lines for a person: on a terminal the last one is the step in hand, written over and over.
struct ProgressReporter: EventReporter {
  private var runs: [Run]
  private let isTerminal: Bool
  /// Whether top-5 errors say something: all runs have the same classes.
  private let hasTop5: Bool
  private var lineIsOpen = false
  private var lastStepLine = ContinuousClock.now
  private var latest: [String: TrainingEvent.Step] = [:]

  init(runs: [Run], isTerminal: Bool) {
    self.runs = runs
    self.isTerminal = isTerminal
    hasTop5 = (try? runs.first?.plan())?.network.hasTop5 ?? true
  }

  mutating func report(_ line: EventLine) throws(OutputFailure) {
    let folder = runs.first { $0.name == line.run }?.folder ?? line.run
    // With several, each line says whose it is.
    let name = runs.count > 1 ? "\(line.run)  " : ""
    switch line.event {
    case .started(let started):
      try say(
        """
        \(started.network), \(started.parameters.grouped) parameters, on \(started.data): \
        \(started.trainImages.grouped) training and \(started.validationImages.grouped) validation \
        images, \(started.classes.count) classes
        """, "run \(started.run) in \(folder)")
    case .step(let step): try say(step, of: line.run)
    case .validation(let validation):
      try say(
        """
        \(name)step \(validation.step)  validation  loss \(validation.loss.fixed(3))  \
        top-1 \(validation.top1.percent)  top-5 \(top5(validation.top5))
        """)
    case .rate(let step, let rate, let cause):
      try say("\(name)step \(step)  rate \(rate) (by \(cause.rawValue))")
    case .toggled(let step, let knob, let on):
      try say("\(name)step \(step)  \(knob.rawValue) \(on ? "on" : "off")")
    case .paused(let step, let on): try say("\(name)step \(step)  \(on ? "paused" : "going on")")
    case .checkpoint(let step, let path): try say("\(name)step \(step)  checkpoint \(path)")
    case .resumed(let resumed):
      try say("run \(line.run) in \(folder) goes on after step \(resumed.step)")
    case .warning(let step, _, let message): try say("\(name)step \(step)  warning: \(message)")
    case .renamed(let step, let new):
      try say("\(name)step \(step)  called \(new) from here on")
      rename(line.run, to: new)
    case .finished(let step, let seconds, let reason):
      try say("\(name)\(reason.rawValue) after \(step) steps, \(seconds.fixed(1)) s of training")
    case .failed(let step, _): try say("\(name)failed at step \(step)")
    }
  }

  private mutating func rename(_ old: String, to new: String) {
    latest[new] = latest.removeValue(forKey: old)
    guard let index = runs.firstIndex(where: { $0.name == old }) else { return }
    if let run = try? runs[index].store.run(named: new) { runs[index] = run }
  }

  private mutating func say(
    _ step: TrainingEvent.Step, of run: String
  ) throws(OutputFailure) {
    latest[run] = step
    // A line is about all lanes, and the last of them has the latest step.
    guard runs.count == 1 || run == runs.last?.name || isDue(10) else { return }
    guard step.step == 1 || isDue(1) else { return }
    lastStepLine = .now
    let line = (runs.count == 1 ? words(step) : words(ofAll: step)).printable
    if isTerminal {
      try StandardOutput.write("\r\(line)\u{1b}[K")
      lineIsOpen = true
    } else {
      try StandardOutput.print(line)
    }
  }

  /// Into a file one line in ten seconds is plenty; on a terminal four a second can be followed.
  private func isDue(_ times: Int) -> Bool {
    let interval: Duration = isTerminal ? .milliseconds(250) : .seconds(10)
    return lastStepLine.duration(to: .now) >= interval * times
  }

  private func words(_ step: TrainingEvent.Step) -> String {
    """
    step \(step.step)  epoch \(step.epoch.fixed(2))  loss \(step.loss.fixed(3))  \
    top-1 \(step.top1.percent)  top-5 \(top5(step.top5))  \
    \(step.imagesPerSecond.fixed(0)) images/s
    """
  }

  private func top5(_ error: Double) -> String { hasTop5 ? error.percent : "—" }

  /// Each lane's name without what it has in common with the first's.
  private func words(ofAll step: TrainingEvent.Step) -> String {
    let first = runs[0].name
    let lanes = runs.compactMap { run -> String? in
      guard let step = latest[run.name] else { return nil }
      let name = run.name == first ? first : String(run.name.trimmingPrefix("\(first)-"))
      return """
        \(name) \(step.loss.fixed(3)) \(step.top1.percent) \
        \(step.imagesPerSecond.fixed(0)) images/s
        """
    }
    return (["step \(step.step)  epoch \(step.epoch.fixed(2))"] + lanes).joined(separator: "  ")
  }

  /// Writes lines that stay. Their texts can come from outside.
  private mutating func say(_ lines: String...) throws(OutputFailure) {
    let text = lines.map(\.printable).joined(separator: "\n")
    try StandardOutput.print((lineIsOpen ? "\r\u{1b}[K" : "") + text)
    lineIsOpen = false
  }
}

extension Double {
  /// With so many digits after the point.
  func fixed(_ digits: Int) -> String { String(format: "%.\(digits)f", self) }

  /// A share as a percentage: "12.5 %".
  var percent: String { "\((self * 100).fixed(1)) %" }
}
