import DisplayText
import Runs
import TerminalUI

/// The row above the footer: the latest notice for some seconds, otherwise how the run ended or its
/// latest warning; and at the right the number of unread messages.
///
/// The row is there even when it is empty, so that no panel moves when a notice comes or goes. A low
/// terminal has no row to spare: there, a notice covers the header while it is shown.
struct StatusLine {
  @Shared var state: DashboardState

  /// The lowest terminal on which the line has a row of its own.
  static let minimumHeight = 15

  static func rows(height: Int) -> Int { height >= minimumHeight ? 1 : 0 }

  func draw(in row: Rect, on frame: inout Frame, appearance: Appearance) {
    guard !row.isEmpty else { return }
    var area = row.inset(columns: 1)
    let unread = state.unreadText
    if !unread.isEmpty {
      let right = area.cutRight(unread.columns)
      _ = area.cutRight(2)
      frame.text(unread, x: right.x, y: right.y, style: appearance.theme.caution)
      frame.text(DashboardState.messagesKey, x: right.x, y: right.y, style: appearance.theme.key)
    }
    guard let (texts, style) = text(appearance) else { return }
    let text = texts.first { $0.columns <= area.width } ?? texts.last ?? ""
    frame.text(text, x: area.x, y: area.y, style: style, width: area.width)
  }

  /// Draws the notice over the header of a low terminal.
  func drawNotice(over header: Rect, on frame: inout Frame, appearance: Appearance) {
    guard let notice = state.notice else { return }
    frame.fill(header, with: Cell(background: appearance.theme.raised))
    frame.text(
      notice.text, x: header.x + 1, y: header.y, style: appearance.theme.caution,
      width: header.width - 2)
  }

  /// Returns true if a click is on the number of unread messages.
  func isUnread(atX x: Int, in row: Rect) -> Bool {
    let unread = state.unreadText
    return !unread.isEmpty && x >= row.right - 1 - unread.columns
  }

  /// Returns the text in several lengths, the longest first; `nil` if there is no text.
  private func text(_ appearance: Appearance) -> (texts: [String], style: Style)? {
    let theme = appearance.theme
    if let notice = state.notice { return ([notice.text], theme.caution) }
    let jobs = state.jobTexts
    if !jobs.isEmpty { return (jobs, theme.accent) }
    let folder = state.folder ?? state.run?.run
    let location = folder.map { " · saved in \($0)" } ?? ""
    switch state.phase {
    case .finished(let seconds, let reason):
      let end = "■ \(reason.text(after: state.latest?.step))"
      let timed = "\(end) in \(NumberText.duration(seconds))"
      let place = folder.map { " · \($0)" } ?? ""
      return (
        [timed + bestError + location, timed + location, timed + place, end + place, timed],
        theme.accent
      )
    case .failed where state.overlay == .failure: return nil
    case .failed(let message):
      let text = message.split(separator: "\n").joined(separator: " ")
      let failed = "× failed: \(text)"
      return (
        state.isTrainerLost
          ? interruptionTexts(text) : [failed + location, failed, failureText(text)], theme.danger
      )
    case .paused where state.lanes.count > 1:
      let others = !state.isEveryLanePaused
      return (
        ["‖ lane \(state.focus + 1) is \(state.lane.activityText(others ? "O" : "P"))"],
        theme.caution
      )
    case .paused: return (["‖ \(state.lane.activityText)"], theme.caution)
    case .preparing, .training:
      if let warning = state.warning {
        let text = "▲ step \(NumberText.grouped(warning.step)): \(warning.message)"
        let lane = state.lanes.count > 1 ? "▲ lane \(state.focus + 1), \(text.dropFirst(2))" : text
        return ([lane], theme.caution)
      }
      if let announcement = state.announcement {
        return (["▲ \(announcement.text)"], theme.caution)
      }
      return state.tour.offeredAt.map { _ in (NoticeText.tourOffers, theme.accent) }
    }
  }

  /// Returns what resumes the interrupted lanes, first with the reason.
  private func interruptionTexts(_ reason: String) -> [String] {
    let count = state.interruptedLanes.count
    let resume = "× interrupted · P resumes \(count > 1 ? "\(count) lanes" : "the run") here"
    let more = "\(DashboardState.messagesKey) shows more"
    return ["\(resume) · \(reason)", "\(resume) · \(more)", resume]
  }

  /// Returns the first sentence of a failure that is too long, and the key that shows all of it.
  private func failureText(_ text: String) -> String {
    let sentence = text.firstRange(of: ". ").map { String(text[..<$0.lowerBound]) } ?? text
    return "× \(DashboardState.messagesKey) shows what to do · \(sentence)"
  }

  private var bestError: String {
    guard let best = state.history.best else { return "" }
    return " · best val top-1 error \(NumberText.percent(best.top1))"
      + (state.hasTop5 ? ", top-5 error \(NumberText.percent(best.top5))" : "")
  }
}

extension DashboardState {
  /// The key of the messages, as the footer shows it.
  static let messagesKey =
    KeyBindings.dashboard.bindings.first { $0.command == .pages(.messages) }?.keys.first?.name ?? ""

  /// The key of the messages and the number of unread ones: "m 2 new"; empty without any.
  var unreadText: String {
    log.unread > 0 ? "\(Self.messagesKey) \(NumberText.grouped(log.unread)) new" : ""
  }
}
