extension DashboardState {
  mutating func perform(_ command: CompareCommand) {
    switch command {
    case .nextQuantity:
      compare.nextQuantity()
      showNotice(NoticeText.compared(by: compare.quantity.fullName))
    case .navigate(let navigation):
      guard let history = ComparedRuns(self).longest else { return }
      let notice = compare.charts.perform(
        navigation, over: history, wholeRunNotice: NoticeText.wholeComparisonIsShown)
      if let notice { showNotice(notice) }
    case .runs(let command): perform(command)
    }
  }

  private mutating func perform(_ command: ComparedRunsCommand) {
    let runs = comparedRuns
    let index = runs.firstIndex { $0.name == compare.selected } ?? 0
    guard !runs.isEmpty else { return showNotice(NoticeText.nothingToCompare) }
    switch command {
    case .next: select(runs[min(index + 1, runs.count - 1)].name)
    case .previous: select(runs[max(index - 1, 0)].name)
    case .select(let name): select(name)
    case .baseline:
      compare.baseline = runs[index].name
      showNotice(NoticeText.baseline(runs[index].name))
    case .nextSource:
      compare.nextSource()
      showNotice(
        compare.quantity.isValidated
          ? NoticeText.shownValues(compare.quantity.valueName(of: compare.source))
          : NoticeText.measuredInTrainingOnly(compare.quantity.fullName))
    case .toggleSets:
      compare.showsSets.toggle()
      showNotice(NoticeText.seedSets(areJoined: compare.showsSets))
    case .nextLowerPanel:
      compare.lowerPanel = compare.lowerPanel.next
      showNotice(NoticeText.isBelow(compare.lowerPanel.text))
    case .toggleVerdicts:
      compare.lowerPanel = .table
      compare.showsAllVerdicts.toggle()
      showNotice(NoticeText.verdicts(areAllShown: compare.showsAllVerdicts))
    case .levelDown: changeLevel(by: -1)
    case .levelUp: changeLevel(by: 1)
    case .hide: hide(runs[index], next: index + 1 < runs.count ? runs[index + 1] : nil)
    }
  }

  /// Selects a run. A lane gets the focus, so that the keys that change training act on the selected run.
  private mutating func select(_ name: String) {
    compare.selected = name
    if let lane = lanes.firstIndex(where: { $0.compareName == name }), lane != focus {
      focus = lane
    }
  }

  /// Changes the error for which the table shows the time to reach it: by 1% up to 10%, and by 5%
  /// above.
  private mutating func changeLevel(by count: Double) {
    let level = ComparedRuns(self).comparison.level
    let pitch = level + 1e-9 * count < 0.1 + (count > 0 ? 0 : 1e-6) ? 0.01 : 0.05
    let new = min(0.99, max(0.01, ((level / pitch).rounded() + count) * pitch))
    compare.level = new
    showNotice(NoticeText.level(new))
  }

  /// Removes a run from the comparison, and selects the next one.
  private mutating func hide(_ run: ComparedRun, next: ComparedRun?) {
    guard comparedRuns.count > 1 else { return showNotice(NoticeText.onlyComparedRun) }
    if run.isLive {
      compare.hidden.insert(run.name)
      showNotice(NoticeText.leftOut(run.name))
    } else {
      _ = runList.toggle(run.name)
      showNotice(NoticeText.noLongerCompared(run.name))
    }
    compare.selected = next?.name
    numberStrokes()
  }

  /// Closes what was opened last on the compare screen: cursor, window, lower panel,
  /// or sentences.
  /// - Returns: False if none of them is open.
  mutating func goBackInComparison() -> Bool {
    if compare.charts.cursor != nil {
      compare.charts.cursor = nil
    } else if !compare.charts.isAutomatic {
      compare.charts.showAll()
    } else if compare.lowerPanel != .table {
      compare.lowerPanel = .table
    } else if compare.showsAllVerdicts {
      compare.showsAllVerdicts = false
    } else {
      return false
    }
    return true
  }
}
