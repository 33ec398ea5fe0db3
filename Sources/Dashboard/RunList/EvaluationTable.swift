import DisplayText
import Runs
import TerminalUI

/// The recorded evaluations of a run, a row for each, the latest first; or the latest in one line.
struct EvaluationTable {
  let run: RunSummary
  let secondsFromUTC: Int

  private var evaluations: [Evaluation] { run.evaluations }

  /// The rows of the heading.
  static let headingRows = 1

  /// Draws the heading and as many of the latest evaluations as fit.
  func draw(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    let count = min(evaluations.count, rect.height - Self.headingRows)
    guard count > 0 else { return }
    let theme = appearance.theme
    let sets = evaluations.prefix(count).map(Self.sets)
    let isCut = count < evaluations.count
    let heading =
      isCut
      ? "evaluated on (\(NumberText.grouped(count)) of \(NumberText.grouped(evaluations.count)))"
      : "evaluated on"
    var table = Table(
      columns: [
        .init(
          heading, width: max(14, heading.columns), ideal: sets.map(\.[0].columns).max() ?? 0,
          alignment: .left),
        .init("views", width: 5, rank: 2), .init("step", width: 7, rank: 1),
        .init("top-1 err", width: 9), .init("top-5 err", width: 9, rank: 3),
        .init("loss", width: 6, rank: 4), .init("when", width: 16, alignment: .left, rank: 5),
      ],
      rows: zip(evaluations, sets).map { evaluation, sets in
        func text(_ text: String) -> Table.Item { .text(text, theme.muted) }
        return [
          .firstFitting(sets, theme.text), text("\(evaluation.views)"),
          text(NumberText.grouped(evaluation.step)),
          .text(NumberText.percent(evaluation.top1), theme.strong),
          text(top5(evaluation)), text(NumberText.loss(evaluation.loss)),
          text(LocalTime(evaluation.time, secondsFromUTC: secondsFromUTC).text),
        ]
      })
    table.minimumGap = 2
    table.draw(in: rect, on: &frame, appearance: appearance)
  }

  /// Returns the latest evaluation in one line, the longest text that fits; `nil` without one.
  func line(width: Int) -> String? {
    guard let latest = evaluations.first else { return nil }
    let error = "top-1 error \(NumberText.percent(latest.top1))"
    let step = "step \(NumberText.grouped(latest.step))"
    let views = latest.views == 1 ? "one view" : "\(latest.views) views"
    let sets = Self.sets(latest)
    let texts =
      sets.map { "evaluated: \(error), top-5 \(top5(latest)) · \($0), \(views), \(step)" }
      + sets.map { "evaluated: \(error) · \($0), \(step)" }
      + ["evaluated: \(error), \(step)", "evaluated: \(error)"]
    return texts.first { $0.columns <= width } ?? texts[texts.count - 1]
  }

  private func top5(_ evaluation: Evaluation) -> String {
    run.plan.network.hasTop5 ? NumberText.percent(evaluation.top5) : "—"
  }

  /// Returns the description of the evaluated images, the longest first.
  private static func sets(_ evaluation: Evaluation) -> [String] {
    let count = NumberText.grouped(evaluation.images.count - evaluation.images.damaged)
    // "all" images of a folder have no split.
    let split = evaluation.images.split
    let name = evaluation.images.data + (split == "all" ? "" : " \(split)")
    let others = evaluation.others.count
    let average = others == 0 ? "" : ", average of \(others + 1) runs"
    return ["\(name), \(count) images\(average)", name + average, name, evaluation.images.data]
  }
}
