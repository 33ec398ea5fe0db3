import Runs
import TerminalUI

/// The keys of the compare screen.
extension DashboardState {
  mutating func perform(_ command: CompareCommand) {
    let entrants = entrants
    let index = entrants.firstIndex { $0.name == compare.selected } ?? 0
    guard !entrants.isEmpty else { return say("nothing to compare · 7 has the recorded runs") }
    let chosen = entrants[index].name
    switch command {
    case .next: compare.selected = entrants[min(index + 1, entrants.count - 1)].name
    case .previous: compare.selected = entrants[max(index - 1, 0)].name
    case .choose(let name): compare.selected = name
    case .baseline:
      compare.baseline = chosen
      say("set against \(chosen)")
    case .validation:
      compare.source =
        switch compare.source {
        case .validation: .training
        case .training: .gap
        case .gap: .validation
        }
      say("of \(compare.sourceWords)")
    case .sets:
      compare.showsSets.toggle()
      say(compare.showsSets ? "seeds: mean and band" : "seeds: each run")
    case .kernels: compare.lower = compare.lower == .kernels ? .table : .kernels
    case .layers: compare.lower = compare.lower == .layers ? .table : .layers
    case .levelDown: changeLevel(by: -1)
    case .levelUp: changeLevel(by: 1)
    case .hide: hide(entrants[index], next: index + 1 < entrants.count ? entrants[index + 1] : nil)
    }
  }

  private mutating func changeLevel(by count: Double) {
    let level = Contest(self).comparison.level
    let pitch = level + 1e-9 * count < 0.1 + (count > 0 ? 0 : 1e-6) ? 0.01 : 0.05
    let new = min(1, max(0.01, ((level / pitch).rounded() + count) * pitch))
    compare.level = new
    say("timed to an error of \(Digits.percent(new, 0))")
  }

  private mutating func hide(_ entrant: Entrant, next: Entrant?) {
    guard self.entrants.count > 1 else { return say("this is the only one") }
    if entrant.isLive {
      compare.hidden.insert(entrant.name)
      say("\(entrant.name) is left out; 7 and space bring it back")
    } else {
      _ = runs.toggle(entrant.name)
      say("\(entrant.name) is no longer chosen")
    }
    compare.selected = next?.name
    numberStrokes()
  }

  /// The keys that the charts have too.
  mutating func performOnCompareCharts(_ command: DashboardCommand) {
    if case .chart(let quantity) = command {
      compare.quantity = quantity
      return say("compared by \(quantity.name)")
    }
    guard let history = Contest(self).longest else { return }
    switch command {
    case .axis:
      compare.charts.nextAxis()
      say("by \(compare.charts.axisName)")
    case .cursorLeft: compare.charts.moveCursor(by: -1, history)
    case .cursorRight: compare.charts.moveCursor(by: 1, history)
    case .zoomIn: compare.charts.zoom(by: 0.5, history)
    case .zoomOut: compare.charts.zoom(by: 2, history)
    case .panLeft, .panRight:
      guard compare.charts.window != nil else { return say("all is shown · i looks closer") }
      compare.charts.pan(by: command == .panLeft ? -0.5 : 0.5, history)
    case .panToStart: compare.charts.panToStart(history)
    case .follow:
      compare.charts.follow()
      compare.charts.cursor = nil
    case .wholeRun: compare.charts.window = nil
    case .read(let step): compare.charts.read(step, history)
    case .zoom(let factor, let place): compare.charts.zoom(by: factor, around: place, history)
    case .pan(let share): compare.charts.pan(by: share, history)
    default: break
    }
  }

  /// Esc takes back one thing at a time; false when there is nothing.
  mutating func leaveComparePart() -> Bool {
    if compare.charts.cursor != nil {
      compare.charts.cursor = nil
    } else if compare.charts.window != nil {
      compare.charts.window = nil
    } else if compare.lower != .table {
      compare.lower = .table
    } else {
      return false
    }
    return true
  }
}
