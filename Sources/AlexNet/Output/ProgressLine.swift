import Foundation

/// One line on a terminal's standard error that is written over and over: how far something is, how
/// fast it goes and how long it will take.
struct ProgressLine {
  private let noun: String
  private let isShown: Bool
  private let start = ContinuousClock.now
  private var isOpen = false

  init(_ noun: String, isShown: Bool) {
    self.noun = noun
    self.isShown = isShown
  }

  mutating func show(_ done: Int, of total: Int) {
    guard isShown else { return }
    let seconds = start.duration(to: .now) / .seconds(1)
    let rate = Double(done) / max(seconds, 0.001)
    var line = "\(done.grouped) of \(total.grouped) \(noun), \(rate.fixed(0)) a second"
    if rate > 0 { line += ", \((Double(total - done) / rate).fixed(0)) s left" }
    StandardError.write("\r\(line)\u{1b}[K")
    isOpen = true
  }

  mutating func clear() {
    guard isOpen else { return }
    StandardError.write("\r\u{1b}[K")
    isOpen = false
  }
}
