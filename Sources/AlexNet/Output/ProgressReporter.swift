import DisplayText
import Foundation
import Runs

/// The output of a training as text. On a terminal the last line shows the latest step and is overwritten.
struct ProgressReporter: EventReporter {
  private var runs: [Run]
  private let isTerminal: Bool
  /// True if the runs have enough classes for a top-5 error. All of them have the same classes.
  private let hasTop5: Bool
  /// True if the cursor is behind the line of a step, without a line end.
  private var lineIsOpen = false
  private var lastStepLine = ContinuousClock.now
  /// The latest step of each run, by the run's name.
  private var latest: [String: TrainingEvent.Step] = [:]

  init(runs: [Run], isTerminal: Bool) {
    self.runs = runs
    self.isTerminal = isTerminal
    hasTop5 = (try? runs.first?.plan())?.network.hasTop5 ?? true
  }

  mutating func report(_ line: EventLine) throws(OutputFailure) {
    let folder = runs.first { $0.name == line.run }?.folder ?? line.run
    // With several runs, each line begins with the name of its run.
    let name = runs.count > 1 ? "\(line.run)  " : ""
    switch line.event {
    case .started(let started):
      try printLines(
        """
        \(started.network), \(started.parameters.grouped) parameters, on \(started.data): \
        \(started.trainImages.grouped) training and \(started.validationImages.grouped) validation \
        images, \(started.classes.count.grouped) classes
        """, "run \(started.run) in \(folder)")
    case .step(let step): try printStep(step, of: line.run)
    case .validation(let validation):
      try printLines(
        """
        \(name)step \(validation.step.grouped)  validation  loss \(validation.loss.fixed(3))  \
        top-1 \(validation.top1.percent)  top-5 \(top5(validation.top5))
        """)
    case .rate(let step, let rate, let cause):
      try printLines(
        "\(name)step \(step.grouped)  rate \(NumberText.plain(rate)) (by \(cause.rawValue))")
    case .toggled(let step, let knob, let on):
      try printLines("\(name)step \(step.grouped)  \(knob.rawValue) \(on ? "on" : "off")")
    case .paused(let step, let on):
      try printLines("\(name)step \(step.grouped)  \(on ? "paused" : "continued")")
    case .checkpoint(let step, let path):
      try printLines("\(name)step \(step.grouped)  checkpoint \(path)")
    case .resumed(let resumed):
      try printLines("run \(line.run) in \(folder) continues after step \(resumed.step.grouped)")
    case .warning(let step, _, let message):
      try printLines("\(name)step \(step.grouped)  warning: \(message)")
    case .renamed(let step, let newName):
      try printLines("\(name)step \(step.grouped)  renamed to \(newName)")
      rename(line.run, to: newName)
    case .finished(let step, let seconds, let reason):
      try printLines(
        "\(name)\(reason.rawValue) after \(step.grouped) steps, "
          + "\(TableText.duration(seconds)) of training")
    case .failed(let step, _): try printLines("\(name)failed at step \(step.grouped)")
    }
  }

  private mutating func rename(_ name: String, to newName: String) {
    latest[newName] = latest.removeValue(forKey: name)
    guard let index = runs.firstIndex(where: { $0.name == name }) else { return }
    if let run = try? runs[index].store.run(named: newName) { runs[index] = run }
  }

  private mutating func printStep(
    _ step: TrainingEvent.Step, of run: String
  ) throws(OutputFailure) {
    latest[run] = step
    // One line shows all lanes. It is printed after the step of the last lane, or, if that lane is paused
    // or has ended, after the step of another lane.
    guard runs.count == 1 || run == runs.last?.name || isDue(after: 10) else { return }
    guard step.step == 1 || isDue(after: 1) else { return }
    lastStepLine = .now
    let line = (runs.count == 1 ? text(of: step) : textOfLanes(at: step)).printable
    if isTerminal {
      try StandardOutput.write("\r\(line)\u{1b}[K")
      lineIsOpen = true
    } else {
      try StandardOutput.print(line)
    }
  }

  /// True if the last line of a step was printed a number of intervals ago. An interval is a quarter of
  /// a second on a terminal and ten seconds in a file.
  private func isDue(after intervals: Int) -> Bool {
    let interval: Duration = isTerminal ? .milliseconds(250) : .seconds(10)
    return lastStepLine.duration(to: .now) >= interval * intervals
  }

  private func text(of step: TrainingEvent.Step) -> String {
    """
    step \(step.step.grouped)  epoch \(step.epoch.fixed(2))  loss \(step.loss.fixed(3))  \
    top-1 \(step.top1.percent)  top-5 \(top5(step.top5))  \
    \(NumberText.perSecond(step.imagesPerSecond)) images/s
    """
  }

  private func top5(_ error: Double) -> String { hasTop5 ? error.percent : "—" }

  /// The latest step of every lane. A lane's name is printed without the part that it shares with the
  /// first run.
  private func textOfLanes(at step: TrainingEvent.Step) -> String {
    let first = runs[0].name
    let lanes = runs.compactMap { run -> String? in
      guard let step = latest[run.name] else { return nil }
      let name = run.name == first ? first : String(run.name.trimmingPrefix("\(first)-"))
      return """
        \(name) \(step.loss.fixed(3)) \(step.top1.percent) \
        \(NumberText.perSecond(step.imagesPerSecond)) images/s
        """
    }
    let steps = "step \(step.step.grouped)  epoch \(step.epoch.fixed(2))"
    return ([steps] + lanes).joined(separator: "  ")
  }

  /// Prints lines that are not overwritten. Unsafe characters in them are escaped.
  private mutating func printLines(_ lines: String...) throws(OutputFailure) {
    let text = lines.map(\.printable).joined(separator: "\n")
    try StandardOutput.print((lineIsOpen ? "\r\u{1b}[K" : "") + text)
    lineIsOpen = false
  }
}
