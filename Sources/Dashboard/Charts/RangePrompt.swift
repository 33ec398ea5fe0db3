import DisplayText
import TerminalUI

/// The prompt for the limits of an axis: a text field for the values, and after Tab for the steps.
struct RangePrompt: Equatable, Sendable {
  /// The axis whose limits are typed.
  enum Axis: Hashable, Sendable { case values, steps }

  /// The values on the vertical axis.
  let values: ChartValues
  private(set) var axis = Axis.values
  private(set) var field: TextField
  /// True until the first edit. The first character that is typed replaces the present limits.
  private(set) var isUntouched = true
  /// The reason for which the text does not state limits; `nil` before Enter.
  private(set) var problem: String?

  init(_ values: ChartValues, axis: Axis = .values, text: String) {
    self.values = values
    self.axis = axis
    field = TextField(text)
  }

  /// Edits the text according to a key.
  /// - Returns: False if the key has no meaning in the prompt.
  mutating func press(_ key: Key) -> Bool {
    if case .character = key, isUntouched { field = TextField() }
    guard field.press(key) else { return false }
    isUntouched = false
    problem = nil
    return true
  }

  mutating func paste(_ text: String) {
    if isUntouched { field = TextField() }
    isUntouched = false
    problem = nil
    field.paste(text)
  }

  mutating func explain(_ problem: LimitsText.Problem) { self.problem = problem.text }
}

extension TextPrompt {
  /// Returns the prompt for the limits of an axis.
  static func range(_ prompt: RangePrompt, steps: String) -> TextPrompt {
    let name = prompt.axis == .values ? prompt.values.name : steps
    let other = prompt.axis == .values ? steps : prompt.values.name
    let unit =
      prompt.axis == .values && !prompt.values.unit.isEmpty ? " in \(prompt.values.unit)" : ""
    return TextPrompt(
      title: "Limits: \(name)\(unit)",
      notes: [
        "Enter sets them · Tab \(other) · Esc cancels", "Enter · Tab \(other) · Esc", "Enter · Esc",
      ],
      hint: "from and to", field: prompt.field, problem: prompt.problem,
      remark: "two numbers, from and to · auto for one of them, or for both",
      isSelected: prompt.isUntouched)
  }
}

extension DashboardState {
  /// The state of the charts of the shown screen: those of the comparison on its screen.
  private var shownCharts: ChartsState {
    get { screen == .compare ? compare.charts : charts }
    set { if screen == .compare { compare.charts = newValue } else { charts = newValue } }
  }

  /// The history that determines the horizontal axis; `nil` without a compared run.
  private var axisHistory: History? {
    screen == .compare ? ComparedRuns(self).longest : longestHistory
  }

  /// The name of the steps in the prompt.
  var stepsName: String { shownCharts.isSinceFork ? "steps since fork" : "steps" }

  mutating func openRangePrompt() {
    let values: ChartValues
    if screen == .compare {
      guard !comparedRuns.isEmpty else { return showNotice(NoticeText.nothingToCompare) }
      values = ChartValues(compare.quantity, of: ComparedRuns(self).source)
    } else {
      let shown = charts.quantities
      var quantity = shown.first
      if case .chart(let focused)? = focusedPanel, shown.contains(focused) { quantity = focused }
      guard let quantity else { return showNotice(NoticeText.noPanel) }
      values = .quantity(quantity)
    }
    overlay = .range(rangePrompt(values, .values))
  }

  private func rangePrompt(_ values: ChartValues, _ axis: RangePrompt.Axis) -> RangePrompt {
    let text: String
    switch axis {
    case .values: text = values.text(of: shownCharts.limits[values] ?? AxisLimits())
    case .steps: text = shownCharts.stepsText
    }
    return RangePrompt(values, axis: axis, text: text)
  }

  mutating func pressInRangePrompt(_ key: Key, _ prompt: RangePrompt) {
    var prompt = prompt
    switch key {
    case .escape, .control("c"): overlay = nil
    case .tab, .backTab:
      overlay = .range(rangePrompt(prompt.values, prompt.axis == .values ? .steps : .values))
    case .enter:
      do throws(LimitsText.Problem) {
        try setLimits(of: prompt)
        overlay = nil
      } catch {
        prompt.explain(error)
        overlay = .range(prompt)
      }
    case _ where prompt.press(key): overlay = .range(prompt)
    default: showNotice(NoticeText.noMeaning(of: key, "Enter sets the limits, Esc cancels"))
    }
  }

  private mutating func setLimits(of prompt: RangePrompt) throws(LimitsText.Problem) {
    let text = prompt.field.text
    switch prompt.axis {
    case .values:
      let isLogarithmic = prompt.values.isLogarithmic(isLogarithmic)
      let limits = try LimitsText.limits(text, of: prompt.values, isLogarithmic: isLogarithmic)
      shownCharts.limits[prompt.values] = limits.isAutomatic ? nil : limits
      showNotice(NoticeText.limits(prompt.values.name, prompt.values.text(of: limits)))
    case .steps:
      guard let history = axisHistory else { return }
      let latest = shownCharts.axes(of: history).latest
      let limits = try LimitsText.steps(text, latest: latest)
      shownCharts.showSteps(limits, over: history)
      showNotice(NoticeText.limits(stepsName, shownCharts.stepsText))
    }
  }
}

extension ChartsState {
  /// The limits of the steps as a user types them.
  fileprivate var stepsText: String {
    guard let window else { return LimitsText.automatic }
    func word(_ step: Double?) -> String {
      step.map { String(Int($0.rounded())) } ?? LimitsText.automatic
    }
    guard let end = window.end else {
      return window.start.map { "\(word($0)) \(LimitsText.automatic)" } ?? LimitsText.automatic
    }
    return "\(word(max(0, end - window.span))) \(word(end))"
  }
}

extension ChartValues {
  /// Returns true if the axis is logarithmic: those of gradients and updates always are.
  /// - Parameter isChosen: True if the user has chosen logarithmic values.
  fileprivate func isLogarithmic(_ isChosen: Bool) -> Bool {
    switch self {
    case .gap: false
    case .quantity(.gradient), .quantity(.update): true
    case .quantity(.speed): false
    case .quantity: isChosen
    }
  }
}
