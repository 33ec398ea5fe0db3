import Blueprint
import TerminalUI

/// The lesson that the run was set up for, if it was.
extension DashboardState {
  var lesson: Lesson? { lanes.first?.plan?.lesson.map(Lesson.named) }

  /// Begins where the lesson shows best: the curves of all lanes, set against the first.
  public mutating func openLesson() {
    guard let lesson else { return }
    show(.compare)
    compare.quantity = lesson.curve.quantity == .loss ? .loss : .top1
    compare.source = lesson.curve.source
    compare.baseline = lanes.first?.name
    openLessonPage()
  }

  mutating func openLessonPage() {
    guard lesson != nil else { return say("no lesson: alexnet watch --lesson NAME begins one") }
    overlay = .lesson(0)
  }

  /// False for a key that is none of the page's own.
  mutating func turnLesson(_ key: Key, _ row: Int) -> Bool {
    switch key {
    case .escape, .enter, .character("q"), .character("T"): overlay = nil
    default:
      guard let lesson else { return false }
      let page = LessonPage(lesson: lesson, row: row).scrolling(in: layout.body)
      guard let row = page.row(row, after: key) else { return false }
      overlay = .lesson(row)
    }
    return true
  }
}
