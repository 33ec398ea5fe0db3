import TerminalUI

extension DashboardState {
  /// A page, dialog or prompt over the screen. It receives the keys first.
  enum Overlay: Equatable, Sendable {
    /// The help page.
    case help(PagePosition)
    /// The message log.
    case messages(PagePosition)
    /// The question before the dashboard is closed.
    case leave
    /// The error with which the run failed.
    case failure
    /// The plan changes with which a lane can be forked.
    case fork(ForkMenu)
    /// The question before the lane in focus is stopped.
    case stopLane
    /// The path of the user's own image, or the class whose images are shown.
    case image(ImagePrompt)
    /// A new name for a lane or for a recorded run.
    case name(NamePrompt)
    /// A new learning rate for the lane in focus.
    case rate(RatePrompt)
    /// The limits of an axis.
    case range(RangePrompt)
    /// The list in which charts are chosen.
    case quantities(QuantityMenu)
    /// The evaluation of a run: its form, its progress or its result.
    case evaluation(EvaluationBox)
    /// The export of a run: its form or its progress.
    case export(ExportBox)
    /// The text of the lesson, scrolled down by a number of rows.
    case lesson(Int)

    /// True for a page, over which the keys of the screen keep their meaning.
    var isPage: Bool {
      switch self {
      case .help, .messages, .lesson: true
      case .leave, .failure, .fork, .stopLane, .image, .name, .rate, .range, .quantities,
        .evaluation, .export:
        false
      }
    }
  }

  /// A short answer to a key.
  struct Notice: Equatable, Sendable {
    /// The time in seconds for which a notice is shown.
    static let duration = 4.0
    /// The time in seconds for which an announcement is shown.
    static let announcementDuration = 60.0

    var text: String
    /// The time at which it was shown, in seconds of the dashboard's clock.
    var since: Double
  }
}
