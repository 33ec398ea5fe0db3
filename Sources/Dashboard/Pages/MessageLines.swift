import DisplayText
import Runs
import TerminalUI

/// The rows above the footer: the latest warning, and how the run ended and where it is stored.
struct MessageLines {
  /// Each line in several lengths, the longest first.
  private var lines: [(texts: [String], style: Style)] = []

  var count: Int { lines.count }

  init(state: DashboardState, appearance: Appearance, maximumCount: Int) {
    if let warning = state.warning {
      lines.append((["▲ step \(warning.step): \(warning.message)"], appearance.theme.caution))
    }
    let folder = state.folder ?? state.run?.run
    let location = folder.map { " · saved in \($0)" } ?? ""
    switch state.phase {
    case .finished(let seconds, let reason):
      let why = "■ \(reason.text(steps: state.latest?.step)) in \(NumberText.duration(seconds))"
      let best = state.history.best.map {
        " · best validation error \(NumberText.percent($0.top1)) top-1"
          + (state.hasTop5 ? ", \(NumberText.percent($0.top5)) top-5" : "")
      }
      let short = why + (folder.map { " · \($0)" } ?? "")
      lines.append(
        ([why + (best ?? "") + location, why + location, short], appearance.theme.accent))
    case .failed(let message) where state.overlay != .failure:
      let text = message.split(separator: "\n").joined(separator: " ")
      lines.append(
        (["× \(state.isTrainerLost ? "" : "failed: ")\(text)\(location)"], appearance.theme.danger))
    case .failed, .preparing, .training, .paused: break
    }
    lines = lines.suffix(maximumCount)
  }

  func draw(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    for (row, line) in lines.prefix(rect.height).enumerated() {
      let text = line.texts.first { $0.columns <= rect.width - 2 } ?? line.texts.last ?? ""
      frame.text(
        text, x: rect.x + 1, y: rect.y + row, style: line.style, width: rect.width - 2)
    }
  }
}

extension TrainingEvent.FinishReason {
  fileprivate func text(steps: Int?) -> String {
    let count = steps.map { NumberText.grouped($0) + " steps" } ?? "nothing"
    return switch self {
    case .completed: "completed: \(count)"
    case .stopped: "stopped after \(count)"
    case .plateau: "no improvement after \(count)"
    }
  }
}
