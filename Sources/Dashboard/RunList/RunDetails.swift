import Blueprint
import DisplayText
import Runs
import TerminalUI

/// The selected run below the list: its settings, files, note, problems and evaluations.
struct RunDetails {
  let run: RunSummary
  /// The folder of the run; `nil` if it is not known.
  let folder: String?
  /// A sentence on a trainer that still uses the run's folder; `nil` if none does.
  let use: String?
  let evaluations: EvaluationTable

  init?(_ state: DashboardState) {
    guard let run = state.runList.selection else { return nil }
    self.run = run
    folder = state.lanes.lazy.compactMap(\.folder).first.flatMap { folder in
      folder.lastIndex(of: "/").map { folder[...$0] + run.name }
    }
    use = run.isHeldByTrainer ? NoticeText.isHeldByTrainer(run.name) : nil
    evaluations = EvaluationTable(run: run, secondsFromUTC: state.runList.secondsFromUTC)
  }

  /// The lines in their order, and the number of evaluations below them.
  private struct Content {
    var lines: [String]
    var evaluations = 0

    var height: Int {
      lines.count + (evaluations == 0 ? 0 : evaluations + EvaluationTable.headingRows)
    }
  }

  /// The number of evaluations that are shown where there is room for all.
  private static let maximumEvaluations = 8

  /// The height from which the name of the run stands above the details.
  private static let titledHeight = 4

  /// Returns the number of rows that the details need.
  func height(width: Int, atMost limit: Int) -> Int {
    guard limit > 0, width > 20 else { return 0 }
    guard limit >= Self.titledHeight else {
      return content(width: width - 2, height: limit).height
    }
    return max(Self.titledHeight, content(width: width - 2, height: limit - 1).height + 1)
  }

  /// Returns everything that fits. Where not all does, the most important lines are kept.
  private func content(width: Int, height: Int) -> Content {
    let settings = settings(width)
    let problems = problems(width)
    let note =
      run.note.isEmpty
      ? []
      : ("note: " + run.note.split(separator: "\n").joined(separator: " ")).wrapped(to: width)
        .prefix(2)
    let lines = Array(settings.prefix(3)) + [files] + problems + note
    guard !run.evaluations.isEmpty else {
      return Content(lines: Array(lines.prefix(height)))
    }
    let room = height - lines.count - EvaluationTable.headingRows
    if room > 0 {
      let count = min(room, run.evaluations.count, Self.maximumEvaluations)
      return Content(lines: lines, evaluations: count)
    }
    let latest = [evaluations.line(width: width)].compactMap(\.self)
    let rest = problems + [files] + settings.dropFirst().prefix(2) + note
    return Content(lines: Array((settings.prefix(1) + latest + rest).prefix(height)))
  }

  func draw(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    guard !rect.isEmpty else { return }
    let theme = appearance.theme
    var rest = rect
    if rect.height >= Self.titledHeight {
      let row = rest.cutTop(1)
      for x in row.x..<row.right { frame.put("─", x: x, y: row.y, style: theme.faint) }
      frame.text(
        " " + run.name.elidedInMiddle(to: max(4, row.width - 6)) + " ", x: row.x + 2, y: row.y,
        style: theme.strong)
    }
    let content = content(width: rest.width - 2, height: rest.height)
    for line in content.lines {
      let row = rest.cutTop(1)
      frame.text(line, x: row.x + 1, y: row.y, style: theme.muted, width: row.width - 2)
    }
    guard content.evaluations > 0 else { return }
    rest = Rect(x: rest.x + 1, y: rest.y, width: rest.width - 2, height: rest.height)
    evaluations.draw(in: rest, on: &frame, appearance: appearance)
  }

  // MARK: - Lines

  /// The settings that differ between most runs. They stand first, so that they have room on any screen.
  private static let firstSettings = [
    Setting.network, .batch, .rate, .dropout, .lrn, .data, .length, .seed,
  ].map(\.name)

  private func settings(_ width: Int) -> [String] {
    let settings = run.currentPlan.settings
    let first = Self.firstSettings.compactMap { name in settings.first { $0.name == name } }
    let others = settings.filter { !Self.firstSettings.contains($0.name) && !$0.isUsual }
    return (first + others).map(Self.text).joined(separator: "  ").wrapped(to: width)
  }

  /// Returns a setting with separated thousands in its value: "length=2,000 steps". A seed is not a quantity.
  private static func text(of setting: SettingValue) -> String {
    guard setting.name != Setting.seed.name else { return setting.description }
    let words = setting.value.split(separator: " ").map { word in
      Int(word).map { NumberText.grouped($0) } ?? String(word)
    }
    return "\(setting.name)=\(words.joined(separator: " "))"
  }

  /// The latest checkpoint, the size and the folder of the run.
  private var files: String {
    let checkpoint = run.checkpoint.map { "checkpoint of step \(NumberText.grouped($0))" }
    var parts = [checkpoint ?? "no checkpoint"]
    if run.diskBytes > 0 { parts.append(NumberText.bytes(run.diskBytes)) }
    if let folder { parts.append(folder) }
    return parts.joined(separator: " · ")
  }

  private func problems(_ width: Int) -> [String] {
    var lines: [String] = []
    if case .failed(let message) = run.state { lines += message.wrapped(to: width).prefix(2) }
    if let damage = run.damage { lines.append(damage) }
    if let use { lines += use.wrapped(to: width).prefix(2) }
    return lines
  }
}
