import DisplayText
import Runs

/// The output of a training as text. On a terminal the last lines show the latest step of each lane, and are
/// drawn again in their place; a file gets such lines every ten seconds.
struct ProgressReporter: EventReporter {
  private var runs: [Run]
  private var lanes: [LaneProgress]
  private let isTerminal: Bool
  /// True if the runs have enough classes for a top-5 error. All of them have the same classes.
  private let hasTop5: Bool
  /// The names of the runs that are not complete on the disk.
  private var unsavedRuns: Set<String> = []
  private var block = TerminalBlock()
  private let start = ContinuousClock.now
  /// The time of the last lines of progress, in seconds since the start; `nil` before the first.
  private var lastProgress: Double?

  init(runs: [Run], isTerminal: Bool) {
    self.runs = runs
    self.isTerminal = isTerminal
    let plans = runs.map { try? $0.plan() }
    lanes = zip(runs, plans).map { LaneProgress(name: $0.name, plan: $1) }
    hasTop5 = plans.first??.network.hasTop5 ?? true
  }

  mutating func report(_ line: EventLine) throws(OutputFailure) {
    let time = start.duration(to: .now) / .seconds(1)
    if let lane = lanes.firstIndex(where: { $0.name == line.run }) {
      lanes[lane].update(line.event, at: time)
    }
    if case .warning(_, kind: TrainingEvent.unsaved, _) = line.event {
      unsavedRuns.insert(line.run)
    }
    if case .step = line.event {
      try showProgress(afterStepOf: line.run, at: time)
    } else {
      try printText(of: line)
      if case .renamed(_, let newName) = line.event { rename(line.run, to: newName) }
    }
  }

  private mutating func rename(_ name: String, to newName: String) {
    guard let index = runs.firstIndex(where: { $0.name == name }) else { return }
    lanes[index].name = newName
    if let run = try? runs[index].store.run(named: newName) { runs[index] = run }
  }
}

extension ProgressReporter {
  /// Shows the progress of all lanes after the first step, and then at intervals. The lanes are stepped in
  /// turn, so that the values of one step are complete after the step of the last lane that trains.
  private mutating func showProgress(
    afterStepOf run: String, at time: Double
  ) throws(OutputFailure) {
    let last = lanes.last { $0.state == nil }?.name ?? run
    let interval = isTerminal ? 0.25 : 10.0
    guard run == last, lastProgress.map({ time - $0 >= interval }) ?? true else { return }
    lastProgress = time
    try drawProgress()
  }

  private mutating func drawProgress() throws(OutputFailure) {
    let width = isTerminal ? StandardOutput.columns ?? 80 : nil
    let lines = ProgressTable(lanes).lines(width: width)
    if let width {
      try StandardOutput.write(block.drawing(lines, width: width))
    } else {
      try StandardOutput.print(lines.joined(separator: "\n"))
    }
  }

  /// Prints the text of an event above the lines of progress. At the end of all runs, their last values stay
  /// above the text.
  private mutating func printText(of line: EventLine) throws(OutputFailure) {
    let folder = runs.first { $0.name == line.run }?.folder ?? line.run
    let text = EventText(
      event: line.event, run: line.run, folder: folder, hasTop5: hasTop5,
      isSaved: !unsavedRuns.contains(line.run))
    let name = runs.count > 1 && !text.namesTheRun ? "\(line.run)  " : ""
    let width = isTerminal ? StandardOutput.columns ?? 80 : nil
    let lines = text.lines.flatMap { (name + $0).printable.lines(width: width) }
    guard !lines.isEmpty else { return }
    let isEnd = lanes.allSatisfy(\.hasEnded)
    if isEnd, lastProgress != nil { try drawProgress() }
    let before = isEnd ? block.leaving() : block.removing()
    try StandardOutput.print(before + lines.joined(separator: "\n"))
    if isEnd {
      lastProgress = nil
    } else if isTerminal, lastProgress != nil {
      try drawProgress()
    }
  }
}
