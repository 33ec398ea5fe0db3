import Blueprint
import TerminalUI

extension DashboardState {
  /// The lesson of the run; `nil` if it was not started with one.
  var lesson: Lesson? { lanes.first?.plan?.lesson.map(Lesson.named) }

  /// Shows the comparison of all lanes with the first, and the page of the lesson over it.
  public mutating func openLesson() {
    showLesson()
    if lesson != nil { openLessonPage() }
  }

  /// Shows the comparison of all lanes with the first, as the lesson describes it.
  public mutating func showLesson() {
    guard let lesson else { return }
    show(.compare)
    compare.quantity = lesson.curve.quantity == .loss ? .loss : .top1
    compare.source = lesson.curve.source
    compare.baseline = lanes.first?.name
  }

  mutating func openLessonPage() {
    guard lesson != nil else {
      return showNotice(NoticeText.noLesson)
    }
    overlay = .lesson(0)
  }

  /// Handles a key on the page of the lesson.
  /// - Returns: False if the key has no meaning on this page.
  mutating func pressInLesson(_ key: Key, _ row: Int) -> Bool {
    switch key {
    case .escape, .enter, .character("q"), .character("i"): overlay = nil
    default:
      guard let lesson else { return false }
      let page = LessonPage(lesson: lesson, row: row).scrolling(in: layout.body)
      guard let row = page.row(row, after: key) else { return false }
      overlay = .lesson(row)
    }
    return true
  }
}
