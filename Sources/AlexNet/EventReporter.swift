import Foundation
import Runs
import Training

/// Tells a run's events as `train` prints them.
protocol EventReporter {
  mutating func report(_ event: TrainingEvent)
}

/// A run that ended because it failed.
struct RunFailure: Explained, Equatable {
  var problem: String
  var remedy: String { "" }
  var hasNotStarted: Bool { false }
}

extension EventReporter {
  /// Reports everything until the session is over.
  mutating func follow(_ watcher: Watcher) throws(RunFailure) {
    while true {
      watcher.events.waitForMail()
      for line in watcher.events.takeAll() {
        report(line.event)
        switch line.event {
        case .finished: return
        case .failed(_, let message): throw RunFailure(problem: message)
        default: break
        }
      }
    }
  }
}

/// Nothing but errors. What ends the run is told elsewhere; that nothing is recorded any more, here.
struct QuietReporter: EventReporter {
  func report(_ event: TrainingEvent) {
    guard case .warning(_, kind: "journal", let message) = event else { return }
    FileHandle.standardError.write(Data("alexnet: \(message)\n".utf8))
  }
}

/// One JSON object a line.
struct JSONReporter: EventReporter {
  let run: String

  func report(_ event: TrainingEvent) {
    FileHandle.standardOutput.write(
      Data((EventLine(run: run, event: event).text + "\n").utf8))
  }
}

/// Lines for a person: on a terminal the last one is the step in hand, written over and over.
struct ProgressReporter: EventReporter {
  private let run: Run
  private let isTerminal: Bool
  private var lineIsOpen = false
  private var lastStepLine = ContinuousClock.now

  init(run: Run, isTerminal: Bool) {
    self.run = run
    self.isTerminal = isTerminal
  }

  mutating func report(_ event: TrainingEvent) {
    switch event {
    case .started(let started):
      say(
        """
        \(started.network), \(started.parameters.grouped) parameters, on \(started.data): \
        \(started.trainImages.grouped) training and \(started.validationImages.grouped) validation \
        images, \(started.classes.count) classes
        run \(started.run) in \(run.folder)
        """)
    case .step(let step): say(step)
    case .validation(let validation):
      say(
        """
        step \(validation.step)  validation  loss \(validation.loss.fixed(3))  \
        top-1 \(validation.top1.percent)  top-5 \(validation.top5.percent)
        """)
    case .rate(let step, let rate, let cause):
      say("step \(step)  rate \(rate) (by \(cause.rawValue))")
    case .toggled(let step, let knob, let on):
      say("step \(step)  \(knob.rawValue) \(on ? "on" : "off")")
    case .paused(let step, let on): say("step \(step)  \(on ? "paused" : "going on")")
    case .checkpoint(let step, let path): say("step \(step)  checkpoint \(path)")
    case .resumed(let resumed):
      say("run \(run.name) in \(run.folder) goes on after step \(resumed.step)")
    case .warning(let step, _, let message): say("step \(step)  warning: \(message)")
    case .finished(let step, let seconds, let reason):
      say("\(reason.rawValue) after \(step) steps, \(seconds.fixed(1)) s of training")
    case .failed(let step, _): say("failed at step \(step)")
    }
  }

  private mutating func say(_ step: TrainingEvent.Step) {
    // Into a file one line in ten seconds is plenty; on a terminal four a second can be followed.
    let interval: Duration = isTerminal ? .milliseconds(250) : .seconds(10)
    guard step.step == 1 || lastStepLine.duration(to: .now) >= interval else { return }
    lastStepLine = .now
    let line = """
      step \(step.step)  epoch \(step.epoch.fixed(2))  loss \(step.loss.fixed(3))  \
      top-1 \(step.top1.percent)  top-5 \(step.top5.percent)  \
      \(step.imagesPerSecond.fixed(0)) images/s
      """
    if isTerminal {
      write("\r\(line)\u{1b}[K")
      lineIsOpen = true
    } else {
      write("\(line)\n")
    }
  }

  private mutating func say(_ text: String) {
    write((lineIsOpen ? "\r\u{1b}[K" : "") + text + "\n")
    lineIsOpen = false
  }

  private func write(_ text: String) { FileHandle.standardOutput.write(Data(text.utf8)) }
}

extension Double {
  /// With so many digits after the point.
  func fixed(_ digits: Int) -> String { String(format: "%.\(digits)f", self) }

  /// A share as a percentage: "12.5 %".
  var percent: String { "\((self * 100).fixed(1)) %" }
}
