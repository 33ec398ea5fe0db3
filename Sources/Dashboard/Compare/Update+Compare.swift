import DisplayText

extension DashboardState {
  mutating func perform(_ command: CompareCommand) {
    switch command {
    case .show(let quantity):
      compare.quantity = quantity
      showNotice("compared by \(quantity.name)")
    case .navigate(let navigation):
      guard let history = ComparedRuns(self).longest else { return }
      let wholeRun = "all is shown · i looks closer"
      let notice = compare.charts.perform(navigation, over: history, wholeRunNotice: wholeRun)
      if let notice { showNotice(notice) }
    case .runs(let command): perform(command)
    }
  }

  private mutating func perform(_ command: ComparedRunsCommand) {
    let runs = comparedRuns
    let index = runs.firstIndex { $0.name == compare.selected } ?? 0
    guard !runs.isEmpty else { return showNotice("nothing to compare · 7 has the recorded runs") }
    switch command {
    case .next: compare.selected = runs[min(index + 1, runs.count - 1)].name
    case .previous: compare.selected = runs[max(index - 1, 0)].name
    case .choose(let name): compare.selected = name
    case .baseline:
      compare.baseline = runs[index].name
      showNotice("the baseline is \(runs[index].name)")
    case .nextSource:
      compare.nextSource()
      showNotice("of \(compare.sourceWords)")
    case .toggleSets:
      compare.showsSets.toggle()
      showNotice(compare.showsSets ? "seeds: mean and band" : "seeds: each run")
    case .toggleKernels: compare.toggle(.kernels)
    case .toggleLayers: compare.toggle(.layers)
    case .levelDown: changeLevel(by: -1)
    case .levelUp: changeLevel(by: 1)
    case .hide: hide(runs[index], next: index + 1 < runs.count ? runs[index + 1] : nil)
    }
  }

  /// Changes the error whose reaching is timed, by steps of 1% up to 10% and of 5% above.
  private mutating func changeLevel(by count: Double) {
    let level = ComparedRuns(self).comparison.level
    let pitch = level + 1e-9 * count < 0.1 + (count > 0 ? 0 : 1e-6) ? 0.01 : 0.05
    let new = min(1, max(0.01, ((level / pitch).rounded() + count) * pitch))
    compare.level = new
    showNotice("time to an error of \(NumberText.percent(new, 0))")
  }

  /// Removes a run from the comparison, and selects the next one.
  private mutating func hide(_ run: ComparedRun, next: ComparedRun?) {
    guard comparedRuns.count > 1 else { return showNotice("this is the only one") }
    if run.isLive {
      compare.hidden.insert(run.name)
      showNotice("\(run.name) is left out · 7 and space show it again")
    } else {
      _ = runList.toggle(run.name)
      showNotice("\(run.name) is no longer chosen")
    }
    compare.selected = next?.name
    numberStrokes()
  }

  /// Closes what was opened last on the compare screen: cursor, window, or lower panel.
  /// - Returns: false if none of them is open.
  mutating func goBackInComparison() -> Bool {
    if compare.charts.cursor != nil {
      compare.charts.cursor = nil
    } else if compare.charts.window != nil {
      compare.charts.window = nil
    } else if compare.lowerPanel != .table {
      compare.lowerPanel = .table
    } else {
      return false
    }
    return true
  }
}
