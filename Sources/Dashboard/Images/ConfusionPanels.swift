import DisplayText
import Observing
import Runs
import TerminalUI

/// The panels of the last validation: its confusion matrix, the error of each class, and the pairs
/// of classes that are confused most.
struct ConfusionPanels {
  let state: DashboardState
  let edges: Panel.Edges

  func draw(in body: Rect, on frame: inout Frame, appearance: Appearance) {
    guard let confusion = state.snapshot?.confusion else {
      let inside = panel("Confusion", note: "", appearance).draw(
        in: body, on: &frame, appearance: appearance)
      let text =
        state.hasEnded || state.phase == .preparing
        ? state.emptyImageText
        : "The confusion is measured by the first validation."
      return frame.textWrapped(text, in: inside, style: appearance.theme.muted)
    }
    let layout = layout(confusion, in: body, appearance)
    if let placed = layout.matrix {
      drawMatrix(confusion, placed.matrix, in: placed.rect, on: &frame, appearance: appearance)
    }
    drawErrors(confusion, in: layout.errors, on: &frame, appearance: appearance)
    drawPairs(confusion, in: layout.pairs, on: &frame, appearance: appearance)
  }

  /// Returns the class at a cell: of a row of the matrix, of the errors, or of the pairs; `nil`
  /// elsewhere.
  func label(x: Int, y: Int, in body: Rect, appearance: Appearance) -> Int? {
    guard let confusion = state.snapshot?.confusion else { return nil }
    let layout = layout(confusion, in: body, appearance)
    func row(_ rect: Rect) -> Int? {
      let inside = panel("", note: "", appearance).inside(rect)
      return inside.contains(x: x, y: y) ? y - inside.y : nil
    }
    if let placed = layout.matrix, let row = row(placed.rect) {
      let classes = row * ShadedPicture.rows(appearance) / max(1, placed.matrix.classHeight)
      return classes < confusion.classes ? classes : nil
    }
    if let row = row(layout.errors) {
      let errors = Self.errors(confusion)
      return row < errors.count ? errors[row].label : nil
    }
    if let row = row(layout.pairs), row < confusion.pairs.count {
      return confusion.pairs[row].truth
    }
    return nil
  }

  private struct Layout {
    var matrix: (matrix: Matrix, rect: Rect)?
    var errors: Rect
    var pairs: Rect
  }

  private func layout(_ confusion: Confusion, in body: Rect, _ appearance: Appearance) -> Layout {
    var rest = body
    var placed: (Matrix, Rect)?
    if !confusion.counts.isEmpty, body.width >= 50 {
      let matrix = matrix(confusion, in: body, appearance)
      let frameColumns = edges == .box ? 2 : 0
      // Names are drawn only if every class has at least one row of its own.
      let hasNames = matrix.height >= confusion.classes
      let names = hasNames ? min(18, max(0, body.width - matrix.width - frameColumns - 34)) : 0
      let left = rest.cutLeft(min(body.width * 2 / 3, matrix.width + names + 1 + frameColumns))
      placed = (matrix, left)
      if edges == .rule { _ = rest.cutLeft(1) }
    }
    let isWide = rest.width >= 84
    let errors = isWide ? rest.cutLeft(rest.width / 2) : rest.cutTop((rest.height + 1) / 2)
    if isWide, edges == .rule { _ = rest.cutLeft(1) }
    return Layout(matrix: placed, errors: errors, pairs: rest)
  }

  private func panel(_ title: String, note: String, _ appearance: Appearance) -> Panel {
    Panel(title, note: note, tint: appearance.theme.amber, edges: edges)
  }

  // MARK: - Matrix

  /// The size of the matrix, in cells.
  private struct Matrix {
    /// The width of a class, in columns.
    var classWidth: Int
    /// The height of a class, in rows of pixels.
    var classHeight: Int
    var width: Int
    var height: Int
  }

  /// Returns the size at which each class is a square and the matrix fits into 60% of the width.
  private func matrix(_ confusion: Confusion, in body: Rect, _ appearance: Appearance) -> Matrix {
    let rows = ShadedPicture.rows(appearance)
    let room = (
      width: body.width * 6 / 10, height: body.height - (edges == .box ? 3 : 2)
    )
    // A column is half as wide as a row is high.
    let largest = max(1, min(room.width / confusion.classes, 2 * room.height / confusion.classes))
    let width = rows == 1 ? max(1, largest / 2) * 2 : largest
    let height = rows == 1 ? width / 2 : width
    return Matrix(
      classWidth: width, classHeight: height, width: width * confusion.classes,
      height: (height * confusion.classes + rows - 1) / rows)
  }

  private func drawMatrix(
    _ confusion: Confusion, _ matrix: Matrix, in rect: Rect, on frame: inout Frame,
    appearance: Appearance
  ) {
    let wrong = confusion.errors.reduce(0, +)
    let total = max(1, confusion.images.reduce(0, +))
    var inside = panel(
      "Confusion",
      note: "\(NumberText.percent(Double(wrong) / Double(total))) wrong · at step "
        + NumberText.grouped(confusion.step), appearance
    ).draw(in: rect, on: &frame, appearance: appearance)
    let (classWidth, classHeight) = (matrix.classWidth, matrix.classHeight)
    let names = inside.cutLeft(max(0, inside.width - matrix.width - 1))
    _ = inside.cutLeft(1)
    let rows = ShadedPicture.rows(appearance)
    var picture = ShadedPicture(
      width: min(inside.width, matrix.width),
      height: min(inside.height - 1, matrix.height) * rows)
    for truth in 0..<confusion.classes {
      let images = Double(max(1, confusion.images[truth]))
      for guess in 0..<confusion.classes {
        let share = Double(confusion.count(of: truth, as: guess) ?? 0) / images
        // Errors are rare, so the square root of their share is shown, in another colour.
        let shade = truth == guess ? -max(0.08, share) : max(0.04, share.squareRoot())
        picture.fill(
          x: guess * classWidth, y: truth * classHeight, width: classWidth, height: classHeight,
          shade)
      }
    }
    picture.draw(x: inside.x, y: inside.y, on: &frame, appearance: appearance)
    drawNames(
      confusion, beside: names, rowsOfClass: Double(classHeight) / Double(rows), on: &frame,
      appearance)
    frame.text(
      "rows: class · columns: guess", x: rect.x + (edges == .box ? 1 : 0),
      y: inside.bottom - 1, style: appearance.theme.muted, width: rect.width - 2)
  }

  private func drawNames(
    _ confusion: Confusion, beside rect: Rect, rowsOfClass: Double, on frame: inout Frame,
    _ appearance: Appearance
  ) {
    guard rowsOfClass >= 1 else { return }
    for truth in 0..<confusion.classes {
      let y = rect.y + Int((Double(truth) + 0.5) * rowsOfClass)
      guard y < rect.bottom - 1 else { return }
      frame.textRight(
        state.className(truth), right: rect.right, y: y, style: appearance.theme.text,
        width: rect.width)
    }
  }

  // MARK: - Lists

  private func drawErrors(
    _ confusion: Confusion, in rect: Rect, on frame: inout Frame, appearance: Appearance
  ) {
    let inside = panel(
      "Error of each class", note: "worst first", appearance
    ).draw(in: rect, on: &frame, appearance: appearance)
    let shares = Self.errors(confusion)
    let names = min(inside.width / 2, 20)
    for (row, error) in shares.prefix(inside.height).enumerated() {
      let y = inside.y + row
      frame.text(
        state.className(error.label), x: inside.x, y: y, style: appearance.theme.text, width: names)
      let style = error.share < 0.5 ? appearance.theme.accent : appearance.theme.caution
      Meter(error.share, style: style).draw(
        x: inside.x + names + 1, y: y, width: inside.width - names - 8, on: &frame,
        appearance: appearance)
      frame.textRight(
        NumberText.percent(error.share, 0), right: inside.right, y: y,
        style: appearance.theme.strong)
    }
  }

  /// Returns the error of each class with images, the largest first.
  private static func errors(_ confusion: Confusion) -> [(label: Int, share: Double)] {
    confusion.images.indices.filter { confusion.images[$0] > 0 }.map {
      (label: $0, share: Double(confusion.errors[$0]) / Double(confusion.images[$0]))
    }.sorted { ($1.share, $0.label) < ($0.share, $1.label) }
  }

  private func drawPairs(
    _ confusion: Confusion, in rect: Rect, on frame: inout Frame, appearance: Appearance
  ) {
    let inside = panel("Confused most", note: "class → guess", appearance)
      .draw(in: rect, on: &frame, appearance: appearance)
    guard !confusion.pairs.isEmpty else {
      return frame.textWrapped("nothing is confused", in: inside, style: appearance.theme.good)
    }
    let names = max(1, (inside.width - 11) / 2)
    for (row, pair) in confusion.pairs.prefix(inside.height).enumerated() {
      let y = inside.y + row
      frame.text(
        state.className(pair.truth), x: inside.x, y: y, style: appearance.theme.text, width: names)
      frame.text("→", x: inside.x + names + 1, y: y, style: appearance.theme.muted)
      frame.text(
        state.className(pair.guess), x: inside.x + names + 3, y: y, style: appearance.theme.text,
        width: names)
      frame.textRight(
        NumberText.grouped(pair.count), right: inside.right, y: y, style: appearance.theme.strong)
    }
  }
}
