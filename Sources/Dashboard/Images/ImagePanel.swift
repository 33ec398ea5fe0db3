import Runs
import TerminalUI

/// An image, whether the network is right about it, and its five best guesses as bars.
struct ImagePanel {
  let state: DashboardState
  let edges: Panel.Edges

  /// A verdict and five bars.
  private static let answerRows = 6

  /// At which the picture is as high as there is room for.
  func idealWidth(forHeight height: Int) -> Int {
    2 * max(0, height - (edges == .box ? 2 : 1) - Self.answerRows - 1) + (edges == .box ? 2 : 0)
  }

  func draw(in rect: Rect, on frame: inout Frame, look: Look) {
    var inside = Panel(title, key: "5", note: note, tint: look.theme.blue, edges: edges)
      .draw(in: rect, on: &frame, look: look)
    guard let answer = state.imageLook else {
      return frame.sentence(state.reasonForNothing, in: inside, style: look.theme.muted)
    }
    if let problem = answer.problem {
      return frame.sentence(problem, in: inside, style: look.theme.caution)
    }
    if inside.width >= 60, inside.height < 16 {
      // Low and wide: side by side.
      var left = inside.takeLeft(min(inside.width / 2, 2 * inside.height))
      _ = inside.takeLeft(2)
      drawPicture(answer, in: &left, on: &frame, look: look)
      drawAnswer(answer, in: inside, on: &frame, look: look)
      return
    }
    let rows = min(inside.height, Self.answerRows)
    let words = inside.takeBottom(rows)
    if inside.height >= 14 { _ = inside.takeBottom(1) }
    drawPicture(answer, in: &inside, on: &frame, look: look)
    drawAnswer(answer, in: words, on: &frame, look: look)
  }

  private func drawPicture(
    _ answer: ImageLook, in rect: inout Rect, on frame: inout Frame, look: Look
  ) {
    guard answer.pixels.count == 3 * answer.width * answer.height, !rect.isEmpty else { return }
    Photograph(width: answer.width, height: answer.height, pixels: answer.pixels)
      .draw(in: rect, on: &frame, look: look)
  }

  private var title: String {
    if case .file(let path) = state.images.choice {
      return path.split(separator: "/").last.map(String.init) ?? path
    }
    guard let number = state.imageLook?.number else { return "Image" }
    return "Image \(Digits.grouped(number + 1))"
  }

  private var note: String {
    var parts: [String] = []
    if !state.images.isFile {
      if state.images.errorsOnly { parts.append("errors only") }
      if let label = state.images.label { parts.append("only \(state.className(label))") }
      if parts.isEmpty, let count = state.run?.validationImages {
        parts.append("of \(Digits.grouped(count))")
      }
    }
    if state.isWaitingForImage {
      parts = [state.hasEnded ? "the run has ended" : "looking…"] + parts
    }
    return parts.joined(separator: " · ")
  }

  // MARK: - What the network says

  private func drawAnswer(
    _ answer: ImageLook, in rect: Rect, on frame: inout Frame, look: Look
  ) {
    guard !rect.isEmpty else { return }
    let isRight = answer.guesses.first?.label == answer.label
    var words = "class unknown"
    var style = look.theme.muted
    if let label = answer.label {
      words = (isRight ? "● right: " : "× wrong: it is ") + state.className(label)
      style = isRight ? look.theme.good : look.theme.danger
    }
    frame.text(words, x: rect.x, y: rect.y, style: style.with(.bold), width: rect.width)
    let names = min(rect.width * 45 / 100, nameColumns(answer) + 2)
    for (row, guess) in answer.guesses.prefix(max(0, rect.height - 1)).enumerated() {
      draw(
        guess, isTruth: guess.label == answer.label, names: names,
        in: Rect(x: rect.x, y: rect.y + 1 + row, width: rect.width, height: 1), on: &frame,
        look: look)
    }
  }

  private func nameColumns(_ answer: ImageLook) -> Int {
    answer.guesses.map { state.className($0.label).columns }.max() ?? 0
  }

  private func draw(
    _ guess: ImageLook.Guess, isTruth: Bool, names: Int, in row: Rect, on frame: inout Frame,
    look: Look
  ) {
    let theme = look.theme
    if isTruth { frame.text("▶", x: row.x, y: row.y, style: theme.good) }
    frame.text(
      state.className(guess.label), x: row.x + 2, y: row.y,
      style: isTruth ? theme.good : theme.text, width: names - 2)
    let bar = row.width - names - 8
    if bar >= 4 {
      Meter(guess.probability, style: isTruth ? theme.good : theme.accent)
        .draw(x: row.x + names + 1, y: row.y, width: bar, on: &frame, look: look)
    }
    frame.textRight(
      Digits.percent(guess.probability), right: row.right, y: row.y,
      style: isTruth ? theme.good : theme.text)
  }
}
