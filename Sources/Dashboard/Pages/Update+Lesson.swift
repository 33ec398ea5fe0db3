import Blueprint
import DisplayText
import TerminalUI

extension DashboardState {
  /// The lesson of the run; `nil` if it was not started with one.
  var lesson: Lesson? { lanes.first?.plan?.lesson.map(Lesson.named) }

  /// The page of the lesson, with the time that this machine needs for it; `nil` without a lesson.
  /// - Parameter row: The first row that is shown.
  func lessonPage(_ row: Int) -> LessonPage? {
    guard let lesson, let plan = lanes[0].plan else { return nil }
    let seconds = lanes[0].plannedSeconds.map { $0 * Double(lanes.count) }
    func time(_ factor: Int) -> String? {
      seconds.map { NumberText.roundedDuration($0 * Double(factor)) }
    }
    return LessonPage(
      lesson: lesson,
      outlook: lesson.outlook(of: plan, time: time(1), longTime: time(Lesson.longFactor)), row: row)
  }

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
      guard let page = lessonPage(row)?.scrolling(in: layout.page),
        let row = page.row(row, after: key)
      else { return false }
      overlay = .lesson(row)
    }
    return true
  }
}
