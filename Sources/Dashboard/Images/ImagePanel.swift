import DisplayText
import Observing
import Runs
import TerminalUI

/// The panel with an image, the verdict on the network's guess, and the five best guesses as bars.
struct ImagePanel {
  let state: DashboardState
  let edges: Panel.Edges

  /// The rows for a verdict and five bars.
  private static let answerRows = 6

  /// Returns the width at which the picture uses all of the height.
  func idealWidth(forHeight height: Int) -> Int {
    2 * max(0, height - (edges == .box ? 2 : 1) - Self.answerRows - 1) + (edges == .box ? 2 : 0)
  }

  func draw(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    var inside = Panel(
      title, key: Screen.images.key.name, note: note, tint: appearance.theme.blue, edges: edges
    )
    .draw(in: rect, on: &frame, appearance: appearance)
    guard let answer = state.imageAnalysis else {
      return frame.textWrapped(state.emptyImageText, in: inside, style: appearance.theme.muted)
    }
    if let problem = answer.problem {
      return frame.textWrapped(problem, in: inside, style: appearance.theme.caution)
    }
    if inside.width >= 60, inside.height < 16 {
      // On a low and wide panel, the guesses are beside the picture.
      var left = inside.cutLeft(min(inside.width / 2, 2 * inside.height))
      _ = inside.cutLeft(2)
      drawPicture(answer, in: &left, on: &frame, appearance: appearance)
      drawAnswer(answer, in: inside, on: &frame, appearance: appearance)
      return
    }
    let rows = min(inside.height, Self.answerRows)
    let answerArea = inside.cutBottom(rows)
    if inside.height >= 14 { _ = inside.cutBottom(1) }
    drawPicture(answer, in: &inside, on: &frame, appearance: appearance)
    drawAnswer(answer, in: answerArea, on: &frame, appearance: appearance)
  }

  private func drawPicture(
    _ answer: ImageAnalysis, in rect: inout Rect, on frame: inout Frame, appearance: Appearance
  ) {
    guard answer.pixels.count == 3 * answer.width * answer.height, !rect.isEmpty else { return }
    Photograph(width: answer.width, height: answer.height, pixels: answer.pixels)
      .draw(in: rect, on: &frame, appearance: appearance)
  }

  private var title: String {
    if case .file(let path) = state.images.choice {
      return path.split(separator: "/").last.map(String.init) ?? path
    }
    guard let number = state.imageAnalysis?.number else { return "Image" }
    return "Image \(NumberText.grouped(number + 1))"
  }

  private var note: String {
    var parts: [String] = []
    if !state.images.isFile {
      if state.images.errorsOnly { parts.append("errors only") }
      if let label = state.images.label { parts.append("only \(state.className(label))") }
      if parts.isEmpty, let count = state.run?.validationImages {
        parts.append("of \(NumberText.grouped(count))")
      }
    }
    if state.isWaitingForImage {
      parts = [state.hasEnded ? "run \(state.lane.phaseWord)" : "waiting…"] + parts
    }
    return parts.joined(separator: " · ")
  }

  // MARK: - Guesses

  private func drawAnswer(
    _ answer: ImageAnalysis, in rect: Rect, on frame: inout Frame, appearance: Appearance
  ) {
    guard !rect.isEmpty else { return }
    let isRight = answer.guesses.first?.label == answer.label
    var verdict = "class unknown"
    var style = appearance.theme.muted
    if let label = answer.label {
      verdict = (isRight ? "● right: " : "× wrong: it is ") + state.className(label)
      style = isRight ? appearance.theme.good : appearance.theme.danger
    }
    frame.text(verdict, x: rect.x, y: rect.y, style: style.with(.bold), width: rect.width)
    let names = min(rect.width * 45 / 100, nameColumns(answer) + 2)
    for (row, guess) in answer.guesses.prefix(max(0, rect.height - 1)).enumerated() {
      draw(
        guess, isTruth: guess.label == answer.label, names: names,
        in: Rect(x: rect.x, y: rect.y + 1 + row, width: rect.width, height: 1), on: &frame,
        appearance: appearance)
    }
  }

  private func nameColumns(_ answer: ImageAnalysis) -> Int {
    answer.guesses.map { state.className($0.label).columns }.max() ?? 0
  }

  private func draw(
    _ guess: ImageAnalysis.Guess, isTruth: Bool, names: Int, in row: Rect, on frame: inout Frame,
    appearance: Appearance
  ) {
    let theme = appearance.theme
    if isTruth { frame.text("▶", x: row.x, y: row.y, style: theme.good) }
    frame.text(
      state.className(guess.label), x: row.x + 2, y: row.y,
      style: isTruth ? theme.good : theme.text, width: names - 2)
    let bar = row.width - names - 8
    if bar >= 4 {
      Meter(guess.probability, style: isTruth ? theme.good : theme.accent)
        .draw(x: row.x + names + 1, y: row.y, width: bar, on: &frame, appearance: appearance)
    }
    frame.textRight(
      NumberText.percent(guess.probability), right: row.right, y: row.y,
      style: isTruth ? theme.good : theme.text)
  }
}
