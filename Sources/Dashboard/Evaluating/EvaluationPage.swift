import DisplayText
import Runs
import TerminalUI

/// The box with the result of an evaluation: the errors beside earlier ones, the classes with most errors,
/// and the most frequent confusions. It scrolls where it does not fit.
struct EvaluationPage {
  let result: EvaluationResult
  let row: Int
  /// The date, for the age of the earlier evaluation.
  let now: WallClock?

  private static let width = 96

  private func inside(_ box: Rect) -> Rect {
    var inside = Panel("", tint: Style()).inside(box).inset(columns: 1)
    _ = inside.cutBottom(1)
    return inside
  }

  private func layout(in area: Rect) -> (box: Rect, content: Content) {
    let width = min(Self.width, area.width)
    let content = Content(page: self, width: max(1, width - 4))
    return (area.centered(width: width, height: min(area.height, content.height + 3)), content)
  }

  func box(in area: Rect) -> Rect { layout(in: area).box }

  func scrolling(in area: Rect) -> Scrolling {
    let (box, content) = layout(in: area)
    return Scrolling(rows: content.height, page: inside(box).height)
  }

  func draw(in area: Rect, on frame: inout Frame, appearance: Appearance) {
    let theme = appearance.theme
    let (box, content) = layout(in: area)
    frame.fill(box, with: Cell(background: theme.raised))
    _ = Panel(title(width: box.width), note: note, tint: theme.accent)
      .draw(in: box, on: &frame, appearance: appearance)
    let inside = inside(box)
    var whole = Frame(width: inside.width, height: content.height)
    whole.fill(whole.bounds, with: Cell(background: theme.raised))
    content.draw(on: &whole, appearance: appearance)
    let scrolling = scrolling(in: area)
    let first = scrolling.clamped(row)
    for y in 0..<min(inside.height, content.height - first) {
      for x in 0..<inside.width { frame[inside.x + x, inside.y + y] = whole[x, first + y] }
    }
    let more = scrolling.last > 0 ? "↑ ↓ more · " : ""
    frame.text(
      appearance.glyphs.spellingArrows(in: "\(more)Esc closes"), x: inside.x, y: inside.bottom,
      style: theme.muted, width: inside.width)
  }

  private func title(width: Int) -> String {
    let step = "@\(NumberText.grouped(result.evaluation.step))"
    return result.run.elidedInMiddle(to: max(8, width - step.columns - 8)) + " " + step
  }

  private var note: String {
    let images = result.evaluation.images
    let kind =
      switch images.split {
      case "validation": "validation images"
      case "train": "training images"
      default: "images"
      }
    let views = result.evaluation.views
    return "\(NumberText.grouped(result.count)) \(kind) of \(images.data) · "
      + (views == 1 ? "1 view" : "\(views) views")
  }
}

extension EvaluationPage {
  /// The content of the box at one width.
  fileprivate struct Content {
    let page: EvaluationPage
    let width: Int
    private let errors: Int
    private let lists: Int
    private let remarks: [String]

    /// The least width at which the two lists stand side by side.
    private static let wideWidth = 70
    private static let listed = 10

    init(page: EvaluationPage, width: Int) {
      self.page = page
      self.width = width
      let result = page.result
      errors = 2 + (result.validation == nil ? 0 : 1) + (result.earlier == nil ? 0 : 1)
      let classes = 1 + min(Self.listed, max(1, result.classes.count))
      let confusions = 1 + min(Self.listed, max(1, result.confusions.count))
      lists = width >= Self.wideWidth ? max(classes, confusions) : classes + 1 + confusions
      remarks = page.remarks.flatMap { $0.wrapped(to: width) }
    }

    var height: Int { errors + 1 + lists + (remarks.isEmpty ? 0 : 1 + remarks.count) }

    func draw(on frame: inout Frame, appearance: Appearance) {
      var area = frame.bounds
      page.errorTable(appearance).draw(
        in: area.cutTop(errors), on: &frame, appearance: appearance)
      _ = area.cutTop(1)
      var rect = area.cutTop(lists)
      let classes: Rect
      if width >= Self.wideWidth {
        classes = rect.cutLeft(width / 2 - 2)
        _ = rect.cutLeft(3)
      } else {
        classes = rect.cutTop(1 + min(Self.listed, max(1, page.result.classes.count)))
        _ = rect.cutTop(1)
      }
      page.classTable(Self.listed, appearance).draw(
        in: classes, on: &frame, appearance: appearance)
      page.confusionTable(Self.listed, appearance).draw(
        in: rect, on: &frame, appearance: appearance)
      _ = area.cutTop(1)
      for (index, line) in remarks.enumerated() {
        frame.text(
          line, x: 0, y: area.y + index,
          style: page.result.problem == nil ? appearance.theme.muted : appearance.theme.danger,
          width: width)
      }
    }
  }

  /// The sentences below the lists.
  private var remarks: [String] {
    var remarks: [String] = []
    if let problem = result.problem { remarks.append("The result is not kept: \(problem)") }
    let damaged = result.evaluation.images.damaged
    if damaged > 0 {
      remarks.append(
        damaged == 1
          ? "1 damaged image is left out."
          : "\(NumberText.grouped(damaged)) damaged images are left out.")
    }
    if result.validation != nil, !result.isOwnValidation {
      remarks.append("The last validation is on other images, those of the run.")
    }
    if let file = result.file { remarks.append("kept in \(file)") }
    return remarks
  }

  // MARK: - Tables

  private func errorTable(_ appearance: Appearance) -> Table {
    let theme = appearance.theme
    let evaluation = result.evaluation
    var table = Table(
      columns: [
        .init("", width: 12, ideal: 40, alignment: .left),
        .init("top-1 err", width: 9), .init("top-5 err", width: 9, rank: 2),
        .init("loss", width: 6, rank: 1), .init("this − that", width: 12, rank: 3),
      ], rows: [])
    func row(
      _ names: [String], _ top1: Double, _ top5: Double, _ loss: Double, _ style: Style,
      isCompared: Bool
    ) -> [Table.Item] {
      let change = NumberText.shownDifference(evaluation.top1, top1)
      return [
        .firstFitting(names, style), .text(NumberText.percent(top1), style),
        .text(result.hasTop5 ? NumberText.percent(top5) : "—", style),
        .text(NumberText.loss(loss), style),
        .firstFitting(
          isCompared
            ? [NumberText.points(change), NumberText.points(change, isShort: true)] : [""],
          theme.text),
      ]
    }
    table.rows.append(
      row(
        ["this evaluation", "this"], evaluation.top1, evaluation.top5, evaluation.loss,
        theme.strong, isCompared: false))
    if let last = result.validation {
      let step = "@\(NumberText.grouped(last.step))"
      table.rows.append(
        row(
          ["last validation \(step)", "validation \(step)", "val \(step)"], last.top1, last.top5,
          last.loss, theme.text, isCompared: last.step == evaluation.step))
    }
    if let earlier = result.earlier {
      table.rows.append(
        row(
          names(of: earlier), earlier.top1, earlier.top5, earlier.loss, theme.text, isCompared: true
        ))
    }
    return table
  }

  /// The names of an earlier evaluation of the same images, the longest first.
  private func names(of earlier: Evaluation) -> [String] {
    let step = "@\(NumberText.grouped(earlier.step))"
    let views = earlier.views == 1 ? "1 view" : "\(earlier.views) views"
    let day = now.map { LocalTime(earlier.time, secondsFromUTC: $0.secondsFromUTC).text }
    return [
      day.map { "evaluated \(step), \(views), \($0)" }, "evaluated \(step), \(views)",
      "\(step), \(views)", step,
    ].compactMap(\.self)
  }

  private func classTable(_ listed: Int, _ appearance: Appearance) -> Table {
    let theme = appearance.theme
    var table = Table(
      columns: [
        .init("worst class", width: 11, ideal: 60, alignment: .left),
        .init("top-1 err", width: 9), .init("errors", width: 6), .init("images", width: 6, rank: 1),
      ], rows: [])
    table.rows = result.classes.prefix(listed).map { row in
      [
        .name(row.name, theme.text),
        .text(NumberText.percent(Double(row.errors) / Double(max(1, row.images))), theme.text),
        .text(NumberText.grouped(row.errors), theme.text),
        .text(NumberText.grouped(row.images), theme.muted),
      ]
    }
    if result.classes.isEmpty {
      table.rows = [
        [.text("no errors", theme.muted)] + Array(repeating: .text("", theme.text), count: 3)
      ]
    }
    return table
  }

  private func confusionTable(_ listed: Int, _ appearance: Appearance) -> Table {
    let theme = appearance.theme
    var table = Table(
      columns: [
        .init("class", width: 8, ideal: 40, alignment: .left),
        .init("taken for", width: 8, ideal: 40, alignment: .left), .init("images", width: 6),
      ], rows: [])
    table.rows = result.confusions.prefix(listed).map { row in
      [
        .name(row.label, theme.text), .name(row.guess, theme.text),
        .text(NumberText.grouped(row.images), theme.text),
      ]
    }
    if result.confusions.isEmpty {
      table.rows = [[.text("none", theme.muted), .text("", theme.text), .text("", theme.text)]]
    }
    return table
  }
}
