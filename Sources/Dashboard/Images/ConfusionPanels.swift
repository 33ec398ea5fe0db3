import Runs
import TerminalUI

/// What the last validation took for what, each class's error, and the pairs that are confused most.
struct ConfusionPanels {
  let state: DashboardState
  let edges: Panel.Edges

  func draw(in body: Rect, on frame: inout Frame, look: Look) {
    guard let confusion = state.glimpse?.confusion else {
      let inside = panel("Confusion", note: "", look).draw(in: body, on: &frame, look: look)
      let words =
        state.hasEnded || state.phase == .preparing
        ? state.reasonForNothing
        : "What is taken for what is known after the first validation."
      return frame.sentence(words, in: inside, style: look.theme.muted)
    }
    let places = places(confusion, in: body, look)
    if let place = places.matrix {
      drawMatrix(confusion, place.matrix, in: place.rect, on: &frame, look: look)
    }
    drawErrors(confusion, in: places.errors, on: &frame, look: look)
    drawPairs(confusion, in: places.pairs, on: &frame, look: look)
  }

  /// The class that is drawn at a cell: a row of the table, of the errors, or of the pairs.
  func label(x: Int, y: Int, in body: Rect, look: Look) -> Int? {
    guard let confusion = state.glimpse?.confusion else { return nil }
    let places = places(confusion, in: body, look)
    func row(_ rect: Rect) -> Int? {
      let inside = panel("", note: "", look).inside(rect)
      return inside.contains(x: x, y: y) ? y - inside.y : nil
    }
    if let place = places.matrix, let row = row(place.rect) {
      let classes = row * ShadedPicture.rows(look) / max(1, place.matrix.down)
      return classes < confusion.classes ? classes : nil
    }
    if let row = row(places.errors) {
      let errors = Self.errors(confusion)
      return row < errors.count ? errors[row].label : nil
    }
    if let row = row(places.pairs), row < confusion.pairs.count {
      return confusion.pairs[row].truth
    }
    return nil
  }

  private struct Places {
    var matrix: (matrix: Matrix, rect: Rect)?
    var errors: Rect
    var pairs: Rect
  }

  private func places(_ confusion: Confusion, in body: Rect, _ look: Look) -> Places {
    var rest = body
    var place: (Matrix, Rect)?
    if !confusion.counts.isEmpty, body.width >= 50 {
      let side = matrix(confusion, in: body, look)
      let frameColumns = edges == .box ? 2 : 0
      // Where classes are thinner than lines, names would say the wrong thing.
      let hasNames = side.height >= confusion.classes
      let names = hasNames ? min(18, max(0, body.width - side.width - frameColumns - 34)) : 0
      let left = rest.takeLeft(min(body.width * 2 / 3, side.width + names + 1 + frameColumns))
      place = (side, left)
      if edges == .rule { _ = rest.takeLeft(1) }
    }
    let isWide = rest.width >= 84
    let errors = isWide ? rest.takeLeft(rest.width / 2) : rest.takeTop((rest.height + 1) / 2)
    if isWide, edges == .rule { _ = rest.takeLeft(1) }
    return Places(matrix: place, errors: errors, pairs: rest)
  }

  private func panel(_ title: String, note: String, _ look: Look) -> Panel {
    Panel(title, note: note, tint: look.theme.amber, edges: edges)
  }

  // MARK: - The whole table

  /// In cells.
  private struct Matrix {
    var side: Int
    /// Of a class, in samples.
    var down: Int
    var width: Int
    var height: Int
  }

  /// Each class a square to the eye, as large as fits into two thirds of the width.
  private func matrix(_ confusion: Confusion, in body: Rect, _ look: Look) -> Matrix {
    let rows = ShadedPicture.rows(look)
    let room = (
      width: body.width * 6 / 10, height: body.height - (edges == .box ? 3 : 2)
    )
    // A side in columns; a column is as wide as half a cell is high.
    let side = max(1, min(room.width / confusion.classes, 2 * room.height / confusion.classes))
    let even = rows == 1 ? max(1, side / 2) * 2 : side
    let down = rows == 1 ? even / 2 : even
    return Matrix(
      side: even, down: down, width: even * confusion.classes,
      height: (down * confusion.classes + rows - 1) / rows)
  }

  private func drawMatrix(
    _ confusion: Confusion, _ matrix: Matrix, in rect: Rect, on frame: inout Frame, look: Look
  ) {
    let wrong = confusion.errors.reduce(0, +)
    let total = max(1, confusion.images.reduce(0, +))
    var inside = panel(
      "Confusion",
      note: "\(Digits.percent(Double(wrong) / Double(total))) wrong · at step "
        + Digits.grouped(confusion.step), look
    ).draw(in: rect, on: &frame, look: look)
    let (side, width, height) = (matrix.side, matrix.width, matrix.height)
    let names = inside.takeLeft(max(0, inside.width - width - 1))
    _ = inside.takeLeft(1)
    let rows = ShadedPicture.rows(look)
    let down = matrix.down
    var picture = ShadedPicture(
      width: min(inside.width, width), height: min(inside.height - 1, height) * rows)
    for truth in 0..<confusion.classes {
      let images = Double(max(1, confusion.images[truth]))
      for guess in 0..<confusion.classes {
        let share = Double(confusion.count(of: truth, as: guess) ?? 0) / images
        // Errors are few: their shares are shown larger than they are, and in another colour.
        let shade = truth == guess ? -max(0.08, share) : max(0.04, share.squareRoot())
        picture.fill(x: guess * side, y: truth * down, width: side, height: down, shade)
      }
    }
    picture.draw(x: inside.x, y: inside.y, on: &frame, look: look)
    drawNames(confusion, beside: names, rowsOfClass: Double(down) / Double(rows), on: &frame, look)
    frame.text(
      "down: what it is · across: taken for", x: rect.x + (edges == .box ? 1 : 0),
      y: inside.bottom - 1, style: look.theme.muted, width: rect.width - 2)
  }

  private func drawNames(
    _ confusion: Confusion, beside rect: Rect, rowsOfClass: Double, on frame: inout Frame,
    _ look: Look
  ) {
    guard rowsOfClass >= 1 else { return }
    for truth in 0..<confusion.classes {
      let y = rect.y + Int((Double(truth) + 0.5) * rowsOfClass)
      guard y < rect.bottom - 1 else { return }
      frame.textRight(
        state.className(truth), right: rect.right, y: y, style: look.theme.text, width: rect.width)
    }
  }

  // MARK: - Lists

  private func drawErrors(
    _ confusion: Confusion, in rect: Rect, on frame: inout Frame, look: Look
  ) {
    let inside = panel(
      "Error of each class", note: "worst first", look
    ).draw(in: rect, on: &frame, look: look)
    let shares = Self.errors(confusion)
    let names = min(inside.width / 2, 20)
    for (row, entry) in shares.prefix(inside.height).enumerated() {
      let y = inside.y + row
      frame.text(
        state.className(entry.label), x: inside.x, y: y, style: look.theme.text, width: names)
      let style = entry.share < 0.5 ? look.theme.accent : look.theme.caution
      Meter(entry.share, style: style).draw(
        x: inside.x + names + 1, y: y, width: inside.width - names - 8, on: &frame, look: look)
      frame.textRight(
        Digits.percent(entry.share, 0), right: inside.right, y: y, style: look.theme.strong)
    }
  }

  /// Of every class that has images, the largest first.
  private static func errors(_ confusion: Confusion) -> [(label: Int, share: Double)] {
    confusion.images.indices.filter { confusion.images[$0] > 0 }.map {
      (label: $0, share: Double(confusion.errors[$0]) / Double(confusion.images[$0]))
    }.sorted { ($1.share, $0.label) < ($0.share, $1.label) }
  }

  private func drawPairs(
    _ confusion: Confusion, in rect: Rect, on frame: inout Frame, look: Look
  ) {
    let inside = panel("Confused most", note: "it is → taken for", look)
      .draw(in: rect, on: &frame, look: look)
    guard !confusion.pairs.isEmpty else {
      return frame.sentence("nothing is confused", in: inside, style: look.theme.good)
    }
    let names = max(1, (inside.width - 11) / 2)
    for (row, pair) in confusion.pairs.prefix(inside.height).enumerated() {
      let y = inside.y + row
      frame.text(
        state.className(pair.truth), x: inside.x, y: y, style: look.theme.text, width: names)
      frame.text("→", x: inside.x + names + 1, y: y, style: look.theme.muted)
      frame.text(
        state.className(pair.guess), x: inside.x + names + 3, y: y, style: look.theme.text,
        width: names)
      frame.textRight(
        Digits.grouped(pair.count), right: inside.right, y: y, style: look.theme.strong)
    }
  }
}
