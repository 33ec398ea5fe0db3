import DisplayText
import Observing
import TerminalUI

/// The columns of the table of ranks. The bars are drawn over the cells of their column.
struct RankColumns {
  /// A column with the name that it shares with the columns beside it.
  struct Column {
    /// The name above the heading, with the unit; empty for none.
    var group = ""
    var column: Table.Column
    var isBar = false
    var item: (Snapshot.RankSummary) -> Table.Item
  }

  let report: RankReport
  let appearance: Appearance
  private let times: RankTimes

  init(_ report: RankReport, appearance: Appearance) {
    self.report = report
    self.appearance = appearance
    times = RankTimes(report)
  }

  private var theme: Theme { appearance.theme }

  /// The columns of the large table.
  var all: [Column] {
    [
      number, host(width: 8, ideal: 24),
      text("column", "col", width: 3, rank: 6) { $0.column.map { "\($0 + 1)" } ?? "" },
      text("images", "images", width: 6, rank: 7) { NumberText.grouped($0.images) },
      text("step", "step", width: 7, rank: 2) { NumberText.grouped($0.step) },
      time("total", width: 6, rank: 1) { $0.total },
      time("compute", width: 7, rank: 0) { $0.computing },
      time("wait", width: 6, rank: 0) { $0.waiting },
      time("transfer", width: 8, rank: 5) { $0.transfers },
      bar(width: 12, ideal: 70, rank: 8, isNamed: true),
      text("MiB", "MiB", width: 6, rank: 4) { Self.mebibytes($0.residentBytes) },
      condition,
    ].filter { $0.column.heading != "col" || report.columns > 1 }
  }

  /// The columns of the panel beside other panels. The state of a silent rank is in the place of its bar.
  func few(width: Int) -> [Column] {
    [
      number, host(width: 8, ideal: width >= 60 ? 16 : 10),
      bar(width: 10, ideal: 100, rank: 1, isNamed: width >= 50),
      Column(
        column: .init("ms a step", width: 9, rank: 0),
        item: { rank in .text(times.texts(of: rank).total, style(of: rank, theme.strong)) }),
    ]
  }

  /// The signs of unusual states. They differ without colours.
  static func glyph(_ condition: RankReport.Condition) -> String {
    switch condition {
    case .silent: "×"
    case .slow: "▲"
    case .waiting: "‖"
    case .usual: " "
    }
  }

  /// Returns the state in words; empty for a usual one.
  static func text(_ condition: RankReport.Condition, _ rank: Snapshot.RankSummary) -> String {
    switch condition {
    case .silent: "silent " + NumberText.fixed(min(9999, rank.silentSeconds), 0) + " s"
    case .slow: "slow"
    case .waiting: "waits"
    case .usual: ""
    }
  }

  private func conditionStyle(_ condition: RankReport.Condition) -> Style {
    switch condition {
    case .silent: theme.danger
    case .slow: theme.caution
    case .waiting, .usual: theme.muted
    }
  }

  /// Returns the style of a value: faint if the rank is silent, because the value is an old one.
  private func style(of rank: Snapshot.RankSummary, _ style: Style) -> Style {
    report.condition(of: rank) == .silent ? theme.muted : style
  }

  // MARK: - Columns

  private var number: Column {
    let digits = String(report.ranks.map(\.rank).max() ?? 0).count
    return Column(
      column: .init("  rank", width: max(6, digits + 2), alignment: .left, rank: 0)
    ) { rank in
      let condition = report.condition(of: rank)
      let style = condition == .usual ? theme.strong : conditionStyle(condition)
      return .text(Self.glyph(condition) + " \(rank.rank)", style)
    }
  }

  private func host(width: Int, ideal: Int) -> Column {
    let longest = report.ranks.map { $0.host.columns }.max() ?? 0
    return Column(
      column: .init(
        "host", width: width, ideal: max(width, min(ideal, longest)), alignment: .left, rank: 3)
    ) { rank in .name(rank.host, style(of: rank, theme.text)) }
  }

  private func text(
    _ name: String, _ heading: String, width: Int, rank: Int,
    _ text: @escaping (Snapshot.RankSummary) -> String
  ) -> Column {
    Column(column: .init(heading, width: width, rank: rank)) { rank in
      .text(text(rank), style(of: rank, theme.text))
    }
  }

  private func time(
    _ heading: String, width: Int, rank: Int, _ text: @escaping (RankTimes.Texts) -> String
  ) -> Column {
    Column(
      group: ColumnGroups.milliseconds, column: .init(heading, width: width, rank: rank)
    ) { rank in
      let isSlow = heading == "compute" && report.condition(of: rank) == .slow
      return .text(
        text(times.texts(of: rank)), style(of: rank, isSlow ? theme.caution : theme.text))
    }
  }

  private func bar(width: Int, ideal: Int, rank: Int, isNamed: Bool) -> Column {
    let (full, waiting) = (appearance.glyphs.meterFull, Self.waitingGlyph(appearance))
    return Column(
      column: .init(
        isNamed ? "\(full) compute \(waiting) wait" : "", width: width, ideal: ideal,
        alignment: .left, rank: rank),
      isBar: true
    ) { _ in .text("", theme.text) }
  }

  private var condition: Column {
    Column(column: .init("", width: 10, alignment: .left, rank: 0)) { rank in
      let condition = report.condition(of: rank)
      return .text(Self.text(condition, rank), conditionStyle(condition))
    }
  }

  private static func mebibytes(_ bytes: Int) -> String {
    bytes > 0 ? NumberText.grouped(bytes >> 20) : "—"
  }

  // MARK: - Bars

  private static func waitingGlyph(_ appearance: Appearance) -> Unicode.Scalar {
    appearance.glyphs.unicode ? "╌" : "-"
  }

  /// Draws the time of a rank, computing and waiting, on the scale of the longest step of all ranks.
  /// - Parameter namesSilence: True to write the state of a silent rank in the place of its bar.
  func drawBar(
    of rank: Snapshot.RankSummary, in cells: Rect, namesSilence: Bool, on frame: inout Frame
  ) {
    let condition = report.condition(of: rank)
    if namesSilence, condition == .silent {
      frame.text(
        Self.text(condition, rank), x: cells.x, y: cells.y, style: theme.danger,
        width: cells.width)
      return
    }
    guard report.longestStep > 0 else { return }
    func column(_ seconds: Double) -> Int {
      Int((seconds / report.longestStep * Double(cells.width)).rounded())
    }
    let (full, end) = (column(rank.computing), column(rank.computing + rank.waiting))
    for x in 0..<end {
      frame.put(
        x < full ? appearance.glyphs.meterFull : Self.waitingGlyph(appearance), x: cells.x + x,
        y: cells.y,
        style: x >= full
          ? theme.muted : condition == .slow ? theme.caution : style(of: rank, theme.accent))
    }
  }
}
