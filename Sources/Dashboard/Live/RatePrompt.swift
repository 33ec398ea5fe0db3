import DisplayText
import TerminalUI

/// The prompt for a learning rate: a text field that begins with the current rate.
struct RatePrompt: Equatable, Sendable {
  private(set) var field: TextField
  /// True until the first edit. The first character that is typed replaces the current rate.
  private(set) var isUntouched = true
  /// The reason for which the text is not a learning rate, or the question about a very large one;
  /// `nil` before Enter.
  private(set) var problem: String?
  /// True if the next Enter sets a rate that is much larger than the current one.
  private var isConfirmed = false

  /// The factors of ↑ and ↓, which are each other's inverse.
  static let factors = (up: 1.25, down: 0.8)

  /// Creates a prompt for a lane.
  /// - Parameter rate: The current rate; `nil` if it is not known.
  init(rate: Double?) { field = TextField(rate.map { NumberText.plain($0) } ?? "") }

  /// The typed rate, 0 or more as at `--rate`; `nil` if the text is not such a number.
  var rate: Double? {
    let text = field.text.filter { $0 != " " }
    guard let value = Double(text), value >= 0, value.isFinite else { return nil }
    return value
  }

  /// The largest ratio of a new rate to the current one that needs no confirmation.
  private static let largestFactor = 10.0

  /// Asks about a rate that is much larger than the current one.
  /// - Returns: True if Enter has to be pressed again.
  mutating func asks(about rate: Double, insteadOf current: Double?) -> Bool {
    guard let current, current > 0, rate > Self.largestFactor * current, !isConfirmed else {
      return false
    }
    problem = NoticeText.isRateIntended(rate, insteadOf: current)
    isConfirmed = true
    return true
  }

  /// Edits the text according to a key; arrows and the keys of pages multiply the rate.
  /// - Returns: False if the key has no meaning in the prompt.
  mutating func press(_ key: Key) -> Bool {
    isConfirmed = false
    switch key {
    case .pageUp: scale(by: 2)
    case .pageDown: scale(by: 0.5)
    case .up: scale(by: Self.factors.up)
    case .down: scale(by: Self.factors.down)
    case .character where isUntouched:
      field = TextField()
      fallthrough
    default:
      guard field.press(key) else { return false }
      problem = nil
    }
    isUntouched = false
    return true
  }

  mutating func paste(_ text: String) {
    if isUntouched { field = TextField() }
    isUntouched = false
    isConfirmed = false
    problem = nil
    field.paste(text)
  }

  /// Explains why the text is not a rate.
  mutating func explain() { problem = NoticeText.noRate(field.text) }

  private mutating func scale(by factor: Double) {
    guard let rate else { return explain() }
    problem = nil
    field = TextField(NumberText.plain(rate * factor))
  }
}

extension DashboardState {
  mutating func openRatePrompt() { overlay = .rate(RatePrompt(rate: lane.rate)) }

  mutating func pressInRatePrompt(_ key: Key, _ prompt: RatePrompt) -> [DashboardEffect] {
    var prompt = prompt
    switch key {
    case .escape, .control("c"): overlay = nil
    case .enter:
      guard let rate = prompt.rate else {
        prompt.explain()
        overlay = .rate(prompt)
        break
      }
      if !prompt.isUntouched, prompt.asks(about: rate, insteadOf: lane.rate) {
        overlay = .rate(prompt)
        break
      }
      overlay = nil
      return prompt.isUntouched ? [] : request(rate: rate)
    case _ where prompt.press(key): overlay = .rate(prompt)
    default: showNotice(NoticeText.noMeaning(of: key, "Enter sets the rate, Esc cancels"))
    }
    return []
  }

  private mutating func request(rate: Double) -> [DashboardEffect] {
    guard isTrainingForCommand(toAll: false) else { return [] }
    if let current = lane.rate, current.isSameRate(as: rate) {
      showNotice(NoticeText.rateIsAlready(current))
      return []
    }
    lane.undo.request(.rate(from: lane.rate ?? rate, to: rate))
    showNotice(NoticeText.rateRequested(rate))
    return [.send(.setRate(rate), run: focusedRun)]
  }
}
