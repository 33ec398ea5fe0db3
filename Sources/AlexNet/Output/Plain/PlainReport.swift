import Blueprint
import DisplayText
import LiveSession
import Runs
import Training

/// The lines of `--plain`: a sentence for each event, and the answers to typed commands.
struct PlainReport {
  /// An action that a typed command requests.
  enum Action: Equatable {
    case send(TrainerCommand, run: String?)
    case leave
    case stop
  }

  private(set) var lanes: [PlainLane]
  /// The name of the run that commands without a number are for.
  private var focus: String
  /// True after a command that has to be typed again, such as `q`.
  private var asksToStop = false

  /// - Parameters:
  ///   - lanes: The runs that are trained side by side, at least one.
  ///   - focus: The name of the run that commands without a number are for.
  init(lanes: [PlainLane], focus: String) {
    self.lanes = lanes
    self.focus = focus
  }

  /// Applies an event.
  /// - Parameter folder: Returns the folder of a run that is not known yet.
  /// - Returns: The line about the event; `nil` if it is not reported.
  mutating func line(
    about line: EventLine, folder: (_ run: String) -> String = { $0 }
  ) -> String? {
    if !lanes.contains(where: { $0.name == line.run }) {
      lanes.append(PlainLane(name: line.run, plan: nil, folder: folder(line.run)))
    }
    guard let index = lanes.firstIndex(where: { $0.name == line.run }) else { return nil }
    let sentence = lanes[index].report(line.event)
    if case .renamed(_, let name) = line.event {
      lanes[index].name = name
      lanes[index].folder = folder(name)
      if focus == line.run { focus = name }
    }
    guard lanes.count > 1, !Self.namesTheRun(line.event) else { return sentence }
    return sentence.map { "\(line.run): \($0)" }
  }

  private static func namesTheRun(_ event: TrainingEvent) -> Bool {
    switch event {
    case .started, .resumed, .renamed, .finished, .failed: true
    case .step, .validation, .rate, .scheduled, .toggled, .paused, .checkpoint, .warning: false
    }
  }

  /// The state of all lanes, a line for each.
  var status: [String] {
    lanes.enumerated().map { index, lane in
      lanes.count > 1 ? "Lane \(index + 1). \(lane.status)" : lane.status
    }
  }

  // MARK: - Commands

  /// Answers a line that the user has typed.
  mutating func answer(_ text: String) -> (lines: [String], action: Action?) {
    let asked = asksToStop
    asksToStop = false
    do throws(PlainCommand.Problem) {
      let lane = (lanes.firstIndex { $0.name == focus } ?? 0) + 1
      guard let command = try PlainCommand.parse(text, lane: lane, of: lanes.count) else {
        return ([], nil)
      }
      return answer(command, isRepeated: asked)
    } catch {
      return ([error.text], nil)
    }
  }

  private mutating func answer(
    _ command: PlainCommand, isRepeated: Bool
  ) -> (lines: [String], action: Action?) {
    switch command {
    case .status: return (status, nil)
    case .list: return (PlainCommand.list(laneCount: lanes.count), nil)
    case .dropout(let lane):
      return toggle("dropout", lanes[lane - 1].dropout, lane) { .dropout(on: $0) }
    case .lrn(let lane): return toggle("LRN", lanes[lane - 1].lrn, lane) { .lrn(on: $0) }
    case .rate(let rate, let lane):
      let text = "Learning rate \(NumberText.plain(rate)) requested."
      return request(.setRate(rate), lane, text)
    case .pause:
      let pauses = !lanes.allSatisfy { $0.isPaused || $0.hasEnded }
      let text = pauses ? "Pausing after the current step." : "Continuing."
      return ([text], .send(pauses ? .pause : .resume, run: nil))
    case .checkpoint: return (["Checkpoint requested."], .send(.checkpoint, run: nil))
    case .leave: return ([], .leave)
    case .stop:
      guard !isRepeated else {
        return (["Stopping after the current step. The run will be saved."], .stop)
      }
      asksToStop = true
      return (["Stop training? Type q again to stop and save it, or x to leave it training."], nil)
    }
  }

  private func toggle(
    _ name: String, _ isOn: Bool?, _ lane: Int, _ command: (Bool) -> TrainerCommand
  ) -> (lines: [String], action: Action?) {
    guard let isOn else { return (["This network has no \(name) layer."], nil) }
    return request(command(!isOn), lane, "Turning \(name) \(isOn ? "off" : "on").")
  }

  private func request(
    _ command: TrainerCommand, _ lane: Int, _ text: String
  ) -> (lines: [String], action: Action?) {
    let lane = lanes[lane - 1]
    guard !lane.hasEnded else {
      return (["Run \(lane.name) has ended and cannot be changed."], nil)
    }
    return ([text], .send(command, run: lane.name))
  }
}
