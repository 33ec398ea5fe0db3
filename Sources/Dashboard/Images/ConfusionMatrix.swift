import DisplayText
import Observing
import TerminalUI

/// The confusion matrix: a row for each class of the images, a column for each guess. If not all
/// classes fit, those around the selection are shown.
struct ConfusionMatrix {
  let confusion: Confusion
  let selection: ConfusionState.Selection
  /// The size of an element, in cells.
  let cell: (width: Int, height: Int)
  /// The shown classes.
  let rows: Range<Int>
  /// The shown guesses.
  let columns: Range<Int>
  /// The width of the names at the left of the rows.
  let names: Int
  /// True if the last row has the meaning of the numbers and colours.
  private let hasLegend: Bool
  /// The width of the largest number.
  private let digits: Int

  /// The greatest height of an element in cells.
  private static let maximumHeight = 5

  /// - Parameters:
  ///   - room: The cells inside the edges of the panel.
  ///   - longestName: The width of the longest class name.
  init(
    _ confusion: Confusion, _ selection: ConfusionState.Selection, longestName: Int,
    room: (width: Int, height: Int)
  ) {
    self.confusion = confusion
    self.selection = selection
    names = min(max(12, longestName), room.width >= 60 ? 18 : 12)
    digits = NumberText.grouped(confusion.counts.max() ?? 0).columns
    let classes = max(1, confusion.classes)
    let width = room.width - names - 1
    // The names of the axes have a row; the names of guesses, or the shown range, another. The
    // meaning of the numbers and colours has the last one.
    hasLegend = room.height >= 12
    let height = room.height - (hasLegend ? 3 : 2)
    let largest = (width: width / classes, height: height / classes)
    let isWhole = largest.width >= 2 && largest.height >= 1
    if isWhole {
      let high = min(largest.height, max(1, largest.width / 2), Self.maximumHeight)
      cell = (min(largest.width, max(2 * high, digits + 2)), high)
    } else {
      cell = (2, 1)
    }
    rows = Table.visibleRows(
      of: classes, around: selection.truth, room: max(1, height / cell.height))
    columns = Table.visibleRows(
      of: classes, around: selection.guess ?? selection.truth, room: max(1, width / cell.width))
  }

  /// The width of the names and the elements.
  var width: Int { names + 1 + columns.count * cell.width }

  private var isWhole: Bool { max(rows.count, columns.count) == confusion.classes }
  /// True if the names of guesses stand above their columns.
  private var hasHeadings: Bool { isWhole && cell.width >= 4 }

  private func top(in inside: Rect) -> Int { inside.y + (hasHeadings ? 2 : 1) }

  /// Returns the element, or the class whose name is at a position.
  func selection(x: Int, y: Int, in inside: Rect) -> ConfusionState.Selection? {
    let (down, across) = (y - top(in: inside), x - inside.x - names - 1)
    guard down >= 0, down / cell.height < rows.count, across < columns.count * cell.width else {
      return nil
    }
    let truth = rows.lowerBound + down / cell.height
    return .init(
      truth: truth, guess: across < 0 ? nil : columns.lowerBound + across / cell.width)
  }

  // MARK: - Drawing

  func draw(
    in inside: Rect, className: (Int) -> String, on frame: inout Frame, appearance: Appearance
  ) {
    let theme = appearance.theme
    let left = inside.x + names + 1
    frame.textRight("true class ↓", right: left - 1, y: inside.y, style: theme.muted)
    // Without room for the names of all guesses, the selected one is named.
    let name = hasHeadings ? "" : selection.guess.map { " " + className($0) } ?? ""
    frame.text(
      "taken for →" + name, x: left, y: inside.y, style: theme.muted, width: inside.right - left)
    drawElements(x: left, y: top(in: inside), on: &frame, appearance: appearance)
    for (row, truth) in rows.enumerated() {
      let y = top(in: inside) + row * cell.height + (cell.height - 1) / 2
      guard y < inside.bottom else { break }
      frame.textRight(
        className(truth), right: left - 1, y: y,
        style: truth == selection.truth ? theme.strong : theme.text, width: names)
    }
    if hasHeadings {
      for (column, guess) in columns.enumerated() {
        frame.text(
          className(guess), x: left + column * cell.width, y: inside.y + 1,
          style: guess == selection.guess ? theme.strong : theme.text, width: cell.width - 1)
      }
    }
    if hasLegend { drawLegend(in: inside, on: &frame, appearance: appearance) }
    if !hasHeadings, !isWhole {
      frame.text(
        shownRange, x: inside.x, y: inside.bottom - (hasLegend ? 2 : 1), style: theme.muted,
        width: inside.width)
    }
  }

  /// The shown part: "classes 5–22, taken for 1–18 of 40".
  private var shownRange: String {
    func text(_ range: Range<Int>) -> String { "\(range.lowerBound + 1)–\(range.upperBound)" }
    return "classes \(text(rows)), taken for \(text(columns)) of \(confusion.classes)"
  }

  /// Draws the scale of the shades, with the number of images that is their whole: "of 50 images:
  /// right ▒█ wrong ▒█ 0 to 100%".
  private func drawLegend(in inside: Rect, on frame: inout Frame, appearance: Appearance) {
    let y = inside.bottom - 1
    var x = inside.x
    func write(_ text: String) {
      x = frame.text(
        text, x: x, y: y, style: appearance.theme.muted, width: max(0, inside.right - x))
    }
    let shares = [0.05, 0.25, 0.5, 1]
    func scale(_ shade: (Double) -> Double) {
      guard x + shares.count <= inside.right else { return }
      let samples = ShadedPicture.rows(appearance)
      var picture = ShadedPicture(width: shares.count, height: samples)
      for (column, share) in shares.enumerated() {
        picture.fill(x: column, y: 0, width: 1, height: samples, shade(share))
      }
      picture.draw(x: x, y: y, on: &frame, appearance: appearance)
      x += shares.count
    }
    write(imagesText + "right ")
    scale { Self.shade($0, isRight: true) }
    write(" wrong ")
    scale { Self.shade($0, isRight: false) }
    write(" 5 to 100%")
  }

  /// The number of images of each class, "of 50 images: ", if all classes have as many.
  private var imagesText: String {
    guard let least = confusion.images.min(), least == confusion.images.max() else {
      return "of the class's images: "
    }
    return "of \(NumberText.grouped(Int(least))) images: "
  }

  /// Returns the shade of a share of a class. Errors are rare, so the square root of their share is
  /// shown, in another colour.
  private static func shade(_ share: Double, isRight: Bool) -> Double {
    isRight ? -max(0.08, share) : max(0.04, share.squareRoot())
  }

  private func drawElements(x: Int, y: Int, on frame: inout Frame, appearance: Appearance) {
    let samples = ShadedPicture.rows(appearance)
    var picture = ShadedPicture(
      width: columns.count * cell.width, height: rows.count * cell.height * samples)
    for (row, truth) in rows.enumerated() {
      let images = Double(max(1, confusion.images[truth]))
      for (column, guess) in columns.enumerated() {
        let share = Double(confusion.count(of: truth, as: guess) ?? 0) / images
        let shade = Self.shade(share, isRight: truth == guess)
        picture.fill(
          x: column * cell.width, y: row * cell.height * samples, width: cell.width,
          height: cell.height * samples, shade)
      }
    }
    picture.draw(x: x, y: y, on: &frame, appearance: appearance)
    for (row, truth) in rows.enumerated() {
      for (column, guess) in columns.enumerated() {
        let area = Rect(
          x: x + column * cell.width, y: y + row * cell.height, width: cell.width,
          height: cell.height)
        drawCount(truth, guess, in: area, on: &frame, appearance: appearance)
      }
    }
  }

  /// Writes the number of images if it fits, and brackets around it if it is selected.
  private func drawCount(
    _ truth: Int, _ guess: Int, in area: Rect, on frame: inout Frame, appearance: Appearance
  ) {
    let middle = area.y + (area.height - 1) / 2
    let background = frame[area.x, middle].background
    let style =
      background == .standard
      ? appearance.theme.strong
      : Style(appearance.shown(background.isLight ? .rgb(0x000000) : .rgb(0xffffff)), .bold)
    let count = confusion.count(of: truth, as: guess) ?? 0
    if isWhole, count > 0, digits < cell.width {
      frame.textCentered(NumberText.grouped(count), in: area, y: middle, style: style)
    }
    guard truth == selection.truth, selection.guess == nil || guess == selection.guess else {
      return
    }
    frame.text("[", x: area.x, y: middle, style: style)
    frame.text("]", x: area.right - 1, y: middle, style: style)
  }
}
