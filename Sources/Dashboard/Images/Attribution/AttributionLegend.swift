import DisplayText
import Observing
import TerminalUI

/// The text below an image with a map of the regions that the network looks at: the method, the class with its
/// probability, the scale with the smallest and the largest value, and the progress.
struct AttributionLegend {
  @Shared private var state: DashboardState
  private let request: AttributionRequest
  /// The map; `nil` until it arrives.
  private let map: AttributionMap?

  /// Creates the legend of the map that is shown over an image; `nil` without one.
  init?(state: Shared<DashboardState>, answer: ImageAnalysis) {
    guard let request = state.wrappedValue.images.attributionRequest else { return nil }
    _state = state
    self.request = request
    map = answer.attribution?.request == request ? answer.attribution : nil
  }

  /// The number of rows in a panel of a width.
  func rows(width: Int) -> Int {
    let width = max(1, width)
    return texts.reduce(scaleEnds == nil ? 0 : 1) { $0 + $1.wrapped(to: width).count }
  }

  func draw(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    var rest = rect
    let isProblem = map?.problem != nil
    for (index, text) in texts.enumerated() {
      let style =
        isProblem
        ? appearance.theme.caution : index == 0 ? appearance.theme.text : appearance.theme.muted
      for line in text.wrapped(to: max(1, rect.width)) {
        let row = rest.cutTop(1)
        frame.text(line, x: row.x, y: row.y, style: style, width: row.isEmpty ? 0 : row.width)
      }
      if index == 0 { drawScale(in: rest.cutTop(scaleEnds == nil ? 0 : 1), &frame, appearance) }
    }
  }

  // MARK: - Texts

  private var texts: [String] {
    guard let map else { return ["\(method): waiting for the map…"] }
    if let problem = map.problem { return [problem] }
    let name = state.className(map.label)
    let title = "\(method) for \(name), \(NumberText.percent(map.probability))"
    return [title, progress(map)]
  }

  private var method: String {
    switch request.method {
    case .occlusion: "occlusion"
    case .gradCAM: map?.layer.map { "Grad-CAM of \($0)" } ?? "Grad-CAM"
    }
  }

  /// The class, the progress and the steps: "square of 5 px, 43 of 169 positions, step 1,200".
  private func progress(_ map: AttributionMap) -> String {
    let first = NumberText.grouped(map.firstStep)
    let last = NumberText.grouped(map.lastStep)
    let steps = map.firstStep == map.lastStep ? "step \(last)" : "steps \(first)–\(last)"
    guard let side = map.side else {
      return map.range?.upperBound == 0 ? "\(steps) · no region raises the score" : steps
    }
    let all = NumberText.grouped(map.positions)
    let evaluated =
      map.evaluated == map.positions
      ? "\(all) positions" : "\(NumberText.grouped(map.evaluated)) of \(all) positions"
    let renewed = map.isComplete && map.evaluated < map.positions ? " renewed" : ""
    return "\(evaluated)\(renewed), square of \(side) px · \(steps)"
  }

  // MARK: - Scale

  /// The values of the dark and of the bright end of the scale; `nil` without values.
  private var scaleEnds: (dark: String, bright: String)? {
    guard let map, map.problem == nil, let range = map.range else { return nil }
    switch request.method {
    case .occlusion:
      let ends = [range.upperBound, range.lowerBound].map(Double.init)
      let percents = ends.map { NumberText.percent($0) }
      // Before much is learned, the probabilities differ only in their later digits.
      let texts =
        percents[0] == percents[1] ? ends.map { NumberText.brief(100 * $0) + "%" } : percents
      return (texts[0], texts[1])
    case .gradCAM:
      return (
        NumberText.brief(Double(range.lowerBound)), NumberText.brief(Double(range.upperBound))
      )
    }
  }

  /// Draws the scale between its ends: "98% ▒▒▒▒ 12%", or with few colours "0 is 98% · 9 is 12%".
  private func drawScale(in row: Rect, _ frame: inout Frame, _ appearance: Appearance) {
    guard !row.isEmpty, let ends = scaleEnds else { return }
    let style = appearance.theme.text
    guard appearance.depth >= .indexed else {
      frame.text(
        "0 is \(ends.dark) · 9 is \(ends.bright)", x: row.x, y: row.y, style: style,
        width: row.width)
      return
    }
    let strip = min(24, row.width - ends.dark.columns - ends.bright.columns - 2)
    let x = frame.text(ends.dark, x: row.x, y: row.y, style: style, width: row.width) + 1
    guard strip >= 3 else {
      frame.text("– \(ends.bright)", x: x, y: row.y, style: style, width: max(0, row.right - x))
      return
    }
    let scale = HeatColorScale()
    for column in 0..<strip {
      let color = scale.color(Double(column) / Double(strip - 1))
      frame[x + column, row.y] = Cell(" ", background: appearance.shown(color))
    }
    frame.text(ends.bright, x: x + strip + 1, y: row.y, style: style)
  }
}
