import DisplayText
import Observing
import Runs
import TerminalUI

/// The panel with an image, the verdict on the network's guess, the search that found the image, and
/// the five best guesses as bars.
struct ImagePanel {
  @Shared var state: DashboardState
  let edges: Panel.Edges

  /// The rows for a verdict, the step, and five bars.
  private static let answerRows = 7

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
      return frame.textWrapped(
        explained(problem), in: inside, style: appearance.theme.caution)
    }
    if inside.height < (inside.width >= 60 ? 16 : inside.width >= 36 ? Self.answerRows + 3 : 0) {
      // On a low and wide panel, the guesses are beside the picture.
      var left = inside.cutLeft(min(inside.width / 2, 2 * inside.height))
      _ = inside.cutLeft(2)
      drawPicture(answer, in: &left, on: &frame, appearance: appearance)
      if let legend = AttributionLegend(state: $state, answer: answer) {
        let rows = min(legend.rows(width: inside.width), inside.height / 2)
        legend.draw(in: inside.cutBottom(rows), on: &frame, appearance: appearance)
      }
      drawAnswer(answer, in: inside, on: &frame, appearance: appearance)
      return
    }
    let explanations = explanation(of: answer)?.wrapped(to: max(1, inside.width)).count ?? 0
    let legend = AttributionLegend(state: $state, answer: answer)
    let legendRows = legend?.rows(width: inside.width) ?? 0
    // The picture has more room than the less probable classes while the legend needs some.
    let least = min(Self.answerRows, max(3, inside.height - legendRows - explanations - 9))
    let rows = min(inside.height, (legend == nil ? Self.answerRows : least) + explanations)
    let answerArea = inside.cutBottom(rows)
    legend?.draw(in: inside.cutBottom(legendRows), on: &frame, appearance: appearance)
    if inside.height >= 14 { _ = inside.cutBottom(1) }
    drawPicture(answer, in: &inside, on: &frame, appearance: appearance)
    drawAnswer(answer, in: answerArea, on: &frame, appearance: appearance)
  }

  private func drawPicture(
    _ answer: ImageAnalysis, in rect: inout Rect, on frame: inout Frame, appearance: Appearance
  ) {
    guard answer.pixels.count == 3 * answer.width * answer.height, !rect.isEmpty else { return }
    if let map = state.shownAttribution(of: answer) {
      return AttributionOverlay(answer, map)
        .draw(in: rect, on: &frame, appearance: appearance)
    }
    Photograph(width: answer.width, height: answer.height, pixels: answer.pixels)
      .draw(in: rect, on: &frame, appearance: appearance)
  }

  private var title: String {
    let own = state.images.own
    if case .file(let path) = state.images.choice {
      guard hasSeveralOwnImages else { return Self.name(path) }
      return
        "Your image \(NumberText.grouped(own.index + 1)) of \(NumberText.grouped(own.paths.count))"
    }
    guard let number = state.imageAnalysis?.number else { return "Image" }
    return "Image \(NumberText.grouped(number + 1))"
  }

  /// True if the user's own images are several, or others are still searched.
  private var hasSeveralOwnImages: Bool {
    state.images.own.paths.count > 1 || state.images.own.search != nil
  }

  private static func name(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  private var note: String {
    var parts: [String] = []
    if !state.images.isFile {
      if let match = state.imageAnalysis?.match, state.images.isFiltered {
        let (place, count) = (NumberText.grouped(match.place), NumberText.grouped(match.count))
        parts.append("\(state.images.errorsOnly ? "wrong one" : "found") \(place) of \(count)")
      } else if let count = state.run?.validationImages {
        parts.append("of \(NumberText.grouped(count))")
      }
    }
    if state.isWaitingForImage { parts = ["waiting…"] + parts }
    return parts.joined(separator: " · ")
  }

  // MARK: - Guesses

  private func drawAnswer(
    _ answer: ImageAnalysis, in rect: Rect, on frame: inout Frame, appearance: Appearance
  ) {
    var rest = rect
    func write(_ text: String, _ style: Style) {
      let row = rest.cutTop(1)
      if !row.isEmpty { frame.text(text, x: row.x, y: row.y, style: style, width: row.width) }
    }
    let (verdicts, style) = verdict(on: answer, appearance.theme)
    write(
      verdicts.first { $0.columns <= rect.width } ?? verdicts.last ?? "", style.with(.bold))
    for line in explanation(of: answer)?.wrapped(to: max(1, rect.width)) ?? [] {
      write(line, appearance.theme.text)
    }
    if rest.height > answer.guesses.count, let source = state.imageSource {
      let long = "most probable, \(source):"
      write(long.columns <= rest.width ? long : "\(source):", appearance.theme.muted)
    }
    // In a narrow panel, names have more room than bars.
    let room = rect.width < 30 ? max(0, rect.width - 8) : rect.width * 45 / 100
    let names = min(room, nameColumns(answer) + 2)
    for guess in answer.guesses.prefix(rest.height) {
      draw(
        guess, isTruth: guess.label == answer.label, names: names, in: rest.cutTop(1), on: &frame,
        appearance: appearance)
    }
  }

  /// Returns the verdict in several lengths, the longest first.
  private func verdict(on answer: ImageAnalysis, _ theme: Theme) -> ([String], Style) {
    guard let label = answer.label else {
      let guess = answer.guesses.first.map { state.className($0.label) }
      return (guess.map { ["guess: \($0)", $0] } ?? [], theme.text)
    }
    let name = state.className(label)
    return answer.guesses.first?.label == label
      ? (["● right: \(name)", "● \(name)"], theme.good)
      : (["× wrong: it is \(name)", "× it is \(name)", "× \(name)"], theme.danger)
  }

  /// A problem with the image, and what can be shown instead.
  private func explained(_ problem: String) -> String {
    if case .file(let path) = state.images.choice, hasSeveralOwnImages {
      return "\(Self.name(path)): \(problem)"
    }
    return state.checkpointAnswer?.absence == problem
      ? problem + " o opens images of your own." : problem
  }

  /// The search that found the image: "wrong at step 1,650: 7 of 800 images · this one is now right";
  /// of the user's own image, its conversion. `nil` if there is nothing to explain.
  private func explanation(of answer: ImageAnalysis) -> String? {
    if state.images.isFile, let search = state.images.own.search {
      return search.text + " · Esc ends it"
    }
    if let progress = state.evaluationProgress, state.isWaitingForImage {
      return "searching · \(progress)"
    }
    if case .file(let path) = answer.choice {
      let name = hasSeveralOwnImages ? Self.name(path).elidedInMiddle(to: 40) : "your image"
      return "\(name), scaled and cut to its middle \(answer.width)×\(answer.height) pixels"
    }
    guard let match = answer.match, case .validation(let search) = answer.choice else { return nil }
    let images =
      "\(NumberText.grouped(match.count)) of \(NumberText.grouped(match.images)) images"
      + (search.label.map { " of " + state.className($0) } ?? "")
    if state.checkpointAnswer != nil { return explanation(of: search, images) }
    let step = "at step \(NumberText.grouped(match.step))"
    let isRight = answer.guesses.first?.label == answer.label
    if let guess = search.guess, guess != search.label {
      let isSame = answer.guesses.first?.label == guess
      return "taken for \(state.className(guess)) \(step): \(images) · this one is "
        + (isRight ? "now right" : isSame ? "still taken for it" : "now taken for another")
    }
    if search.guess != nil {
      return "right \(step): \(images) · this one is \(isRight ? "still right" : "now wrong")"
    }
    guard search.errorsOnly else { return nil }
    return "wrong \(step): \(images) · this one is \(isRight ? "now right" : "still wrong")"
  }

  /// The search that found an image with the guesses of a checkpoint: "wrong: 7 of 800 images".
  private func explanation(of search: ImageChoice.Search, _ images: String) -> String? {
    let count = images + (state.evaluationProgress.map { " · \($0)" } ?? "")
    switch search.guess {
    case let guess? where guess != search.label:
      return "taken for \(state.className(guess)): \(count)"
    case .some: return "right: \(count)"
    case nil: return search.errorsOnly ? "wrong: \(count)" : nil
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
    if isTruth { frame.text("●", x: row.x, y: row.y, style: theme.good) }
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
