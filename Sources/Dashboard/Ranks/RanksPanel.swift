import DisplayText
import Observing
import TerminalUI

/// The panel of the processes that train together: a row for each rank, with the time of a step, and on
/// the upper edge the speed of all of them.
struct RanksPanel {
  @Shared var state: DashboardState
  let edges: Panel.Edges
  /// True for the panel that fills the screen, which has all columns and can be scrolled.
  var isLarge = false

  /// Returns the number of rows inside a panel beside others.
  /// - Parameter height: The number of rows of the screen.
  static func rows(_ state: DashboardState, inBodyOf height: Int) -> Int {
    1 + min(state.lane.job?.ranks ?? 0, height < 30 ? 3 : height < 44 ? 4 : 8)
  }

  private struct Layout {
    /// The rows of the summary, and that of the explanations; empty beside other panels.
    var summary: Rect
    var legend: Rect
    var groups: Rect
    var table: Rect
    var shown: Int { max(0, table.height - 1) }
  }

  private func layout(in inside: Rect) -> Layout {
    var rest = inside
    guard isLarge else {
      let none = rest.cutTop(0)
      return Layout(summary: none, legend: none, groups: none, table: rest)
    }
    let summary = rest.cutTop(rest.height >= 8 ? 2 : 1)
    if rest.height >= 14 { _ = rest.cutTop(1) }
    let lines = legend(width: rest.width).lines.count
    let legend = rest.cutBottom(rest.height >= 24 ? lines : rest.height >= 12 ? min(2, lines) : 0)
    return Layout(
      summary: summary, legend: legend, groups: rest.cutTop(rest.height >= 4 ? 1 : 0), table: rest)
  }

  func scrolling(in rect: Rect, appearance: Appearance) -> Scrolling {
    Scrolling(
      rows: state.lane.rankReport?.ranks.count ?? 0,
      page: layout(in: inside(rect, appearance)).shown)
  }

  private func panel(_ note: String, _ badge: String, _ appearance: Appearance) -> Panel {
    Panel(
      "Ranks", note: note, badge: badge, tint: appearance.theme.blue, edges: edges,
      hasFocus: state.focusedPanel == .ranks)
  }

  private func inside(_ rect: Rect, _ appearance: Appearance) -> Rect {
    panel("", "", appearance).inside(rect)
  }

  // MARK: - Drawing

  func draw(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    guard let report = state.lane.rankReport else {
      let inside = panel(state.lane.job?.text ?? "", "", appearance)
        .draw(in: rect, on: &frame, appearance: appearance)
      return frame.textWrapped(absence, in: inside, style: appearance.theme.muted)
    }
    let layout = layout(in: inside(rect, appearance))
    // A table with all ranks keeps its rows in their places.
    let fits = report.ranks.count <= layout.shown
    let all = report.ordered(by: isLarge ? state.ranks.order : fits ? .number : .unusual)
    let first = Scrolling(rows: all.count, page: layout.shown).clamped(
      isLarge ? state.ranks.row : 0)
    let rows = Array(all[first...].prefix(layout.shown))
    _ = panel(note(report, first..<first + rows.count), badge, appearance)
      .draw(in: rect, on: &frame, appearance: appearance)
    drawSummary(report, in: layout.summary, on: &frame, appearance: appearance)
    legend(width: layout.legend.width).draw(
      in: layout.legend, on: &frame, appearance: appearance)
    drawTable(report, rows, in: layout, on: &frame, appearance: appearance)
  }

  private func drawTable(
    _ report: RankReport, _ rows: [Snapshot.RankSummary], in layout: Layout,
    on frame: inout Frame, appearance: Appearance
  ) {
    let definitions = RankColumns(report, appearance: appearance)
    let columns = isLarge ? definitions.all : definitions.few(width: layout.table.width)
    var table = Table(
      columns: columns.map(\.column), rows: rows.map { row in columns.map { $0.item(row) } })
    table.minimumGap = 2
    table.draw(in: layout.table, on: &frame, appearance: appearance)
    let ranges = table.columnRanges(in: layout.table.width)
    if !layout.groups.isEmpty {
      ColumnGroups(columns.map(\.group), ranges).draw(
        in: layout.groups, on: &frame, appearance: appearance)
    }
    for case (let column, let range?) in zip(columns, ranges) where column.isBar {
      for (index, rank) in rows.enumerated() {
        let cells = Rect(
          x: layout.table.x + range.lowerBound, y: layout.table.y + 1 + index,
          width: range.count, height: 1)
        definitions.drawBar(of: rank, in: cells, namesSilence: !isLarge, on: &frame)
      }
    }
  }

  private func drawSummary(
    _ report: RankReport, in rect: Rect, on frame: inout Frame, appearance: Appearance
  ) {
    let theme = appearance.theme
    for (row, parts) in RankSummaryText(report, state).lines.prefix(rect.height).enumerated() {
      var x = rect.x + 1
      for (index, part) in parts.enumerated() {
        let separator = index == 0 ? "" : " · "
        guard x + separator.columns + part.columns <= rect.right else { break }
        x = frame.text(separator, x: x, y: rect.y + row, style: theme.faint)
        x = frame.text(part.value, x: x, y: rect.y + row, style: part.style(theme))
        x = frame.text(part.meaning, x: x, y: rect.y + row, style: theme.muted)
      }
    }
  }

  // MARK: - Texts

  private var absence: String {
    guard let job = state.lane.job else { return "One process trains this run." }
    return state.lane.hasEnded
      ? "The times of the \(job.ranks) ranks are not recorded."
      : "The first report of the ranks has not arrived yet."
  }

  /// The setting of the large table, or what is wrong with the reports.
  private var badge: String {
    if let delay = state.ranksReportDelay {
      return "no report for \(NumberText.fixed(delay, 0)) s"
    }
    return isLarge && state.ranks.order != .unusual ? "\(state.ranks.order.name) · o" : ""
  }

  private func note(_ report: RankReport, _ shown: Range<Int>) -> String {
    let isPart = shown.count < report.ranks.count
    let position =
      !isPart
      ? nil
      : isLarge
        ? "\(NumberText.grouped(shown.lowerBound + 1))–\(NumberText.grouped(shown.upperBound)) of "
          + NumberText.grouped(report.ranks.count)
        : "\(shown.count) of \(NumberText.grouped(report.ranks.count))"
    let step = "step \(NumberText.grouped(report.step))"
    guard !isLarge else { return [position, step].compactMap(\.self).joined(separator: " · ") }
    let speed = NumberText.perSecond(state.shownSpeed) + " images/s"
    return [position ?? "\(report.ranks.count) ranks", speed, waiting(report)]
      .joined(separator: " · ")
  }

  private func waiting(_ report: RankReport) -> String {
    "waiting \(NumberText.share(report.waitingShare))"
  }

  private func legend(width: Int) -> Legend {
    Legend(
      [
        "▲ slow: computes over 10% longer than most",
        "× silent: no sign of life for 2 s",
        "total = compute + wait for other ranks",
        "transfer: sums between ranks under way, mostly while it computes",
        "‖ waits: longer than most",
      ], width: width)
  }
}
