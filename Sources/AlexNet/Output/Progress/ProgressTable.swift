import DisplayText

/// The progress of all lanes as text: one line a lane, with the values that fit into the width. All lanes
/// have the same values, in columns.
struct ProgressTable {
  private let lanes: [LaneProgress]

  init(_ lanes: [LaneProgress]) { self.lanes = lanes }

  /// The narrowest column for the names of lanes, and the one that values of less importance leave.
  private static let narrowName = 12
  private static let wideName = 24
  private static let gap = 2

  /// The values by their importance. In a comparison of lanes, the errors matter more than the step, which
  /// the lanes share.
  private var importance: [LaneProgress.Quantity] {
    lanes.count > 1
      ? [.state, .trainError, .step, .validationError, .timeLeft, .trainLoss, .speed, .epoch]
      : [.state, .step, .trainError, .validationError, .timeLeft, .trainLoss, .speed, .epoch]
  }

  /// The number of values for which names are shortened to the narrowest column.
  private static let important = 4

  /// The lines, without spaces at their ends.
  /// - Parameter width: The columns of the terminal; `nil` for a file, which has no limit.
  func lines(width: Int?) -> [String] {
    let longest = lanes.count > 1 ? lanes.map(\.name.columns).max() ?? 0 : 0
    guard let width else {
      return lines(LaneProgress.Quantity.allCases, .long, nameWidth: longest)
    }
    for count in (1...importance.count).reversed() {
      let chosen = importance.prefix(count)
      let shown = LaneProgress.Quantity.allCases.filter(chosen.contains)
      let least = count > Self.important ? Self.wideName : Self.narrowName
      for form in LaneProgress.Form.allCases {
        let columns = columnWidths(shown, form)
        let room = width - columns.reduce(0) { $0 + $1 + Self.gap } + (longest == 0 ? Self.gap : 0)
        guard room >= min(longest, least) else { continue }
        return lines(shown, form, nameWidth: min(longest, room))
      }
    }
    return lines([importance[1]], .shortest, nameWidth: min(longest, Self.narrowName))
      .map { $0.cut(to: width) }
  }

  /// The widths of the values that at least one lane has.
  private func columnWidths(_ shown: [LaneProgress.Quantity], _ form: LaneProgress.Form) -> [Int] {
    shown.compactMap { quantity in lanes.compactMap { $0.text(of: quantity, form)?.columns }.max() }
  }

  private func lines(
    _ shown: [LaneProgress.Quantity], _ form: LaneProgress.Form, nameWidth: Int
  ) -> [String] {
    let known = shown.filter { quantity in lanes.contains { $0.text(of: quantity, form) != nil } }
    let widths = columnWidths(known, form)
    return lanes.map { lane in
      var cells = zip(known, widths).map { (lane.text(of: $0, form) ?? "").padded(to: $1) }
      if nameWidth > 0 {
        cells.insert(lane.name.printable.elidedInMiddle(to: nameWidth).padded(to: nameWidth), at: 0)
      }
      return cells.joined(separator: "  ").withoutSpacesAtTheEnd
    }
  }
}

extension String {
  /// The text with spaces behind it, up to a number of columns.
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - columns))
  }

  fileprivate var withoutSpacesAtTheEnd: String {
    String(dropLast(reversed().prefix { $0 == " " }.count))
  }

  /// The beginning of the text that fits into a number of columns.
  func cut(to columns: Int) -> String {
    var used = 0
    return String(
      prefix { character in
        used += String(character).columns
        return used <= columns
      })
  }
}
