import Blueprint
import DisplayText
import TerminalUI

extension DashboardState {
  /// The changes of the tour to the training that are still there, each with the keys that undo it.
  var tourChanges: [TourText] {
    guard let walk = tour.walk else { return [] }
    var changes: [TourText] = []
    if let change = walk.dropoutChange,
      let index = lanes.firstIndex(where: { $0.name == change.run }), !lanes[index].hasEnded,
      lanes[index].dropout.isOn != change.wasOn
    {
      let state = "dropout is \(change.wasOn ? "off" : "on")"
      let place = lanes.count > 1 ? " in lane \(index + 1)" : ""
      changes.append(
        TourText(
          "\(state)\(place): D turns it \(change.wasOn ? "on" : "off") again",
          brief: "\(state) (D)"))
    }
    if let fork = walk.fork, let index = lanes.firstIndex(where: { $0.name == fork }),
      !lanes[index].hasEnded
    {
      let lane = "lane \(index + 1)"
      let focus = index == self.focus ? "" : "< and > choose it, "
      changes.append(
        TourText(
          "\(lane), \(fork), trains too: \(focus)X stops it, after a question",
          brief: "\(lane) trains too (X)"))
    }
    return changes
  }

  /// The paragraphs at the end of the tour: what was seen, what the tour has changed, and what can be tried
  /// next.
  var tourEnd: [TourText] {
    guard let walk = tour.walk else { return [] }
    let stops = TourStop.all.enumerated()
    let seen = stops.filter { walk.completed.contains($0.offset) }.map(\.element.title)
    let skipped = stops.filter { !walk.completed.contains($0.offset) }.map(\.element.title)
    var paragraphs: [TourText] = []
    if skipped.isEmpty {
      paragraphs.append(
        TourText("You have seen \(Self.list(seen)).", brief: "You have seen all eight stops."))
    } else {
      let past = seen.isEmpty ? "" : "You have seen \(Self.list(seen)). "
      paragraphs.append(
        TourText(
          "\(past)Skipped: \(skipped.joined(separator: ", ")).",
          brief: "You have seen \(seen.count) of \(TourStop.all.count) stops."))
    }
    let changes = tourChanges
    if !changes.isEmpty {
      let full = changes.map(\.full).joined(separator: "; ")
      paragraphs.append(
        TourText(
          "Changed by the tour: \(full).",
          brief: "Changed: \(changes.map(\.brief).joined(separator: ", "))."))
    }
    let lesson = "`\(ProgramCommand.watch(lesson: Lesson.Name.dropout.rawValue))`"
    paragraphs.append(
      TourText(
        "Try next: R, another learning rate · \(lesson), a comparison that explains itself · "
          + "`\(ProgramCommand.program) watch --data FOLDER`, your own images.",
        brief: "Next: R, the rate · `watch --lesson dropout` · `--data FOLDER`."))
    return paragraphs
  }

  private static func list(_ words: [String]) -> String {
    guard words.count > 1, let last = words.last else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " and " + last
  }
}

extension NoticeText {
  static let firstStop = "this is the first stop of the tour"
  static let tourDeclined = "\(TourKeys.start) starts the tour at any time"

  /// The line on the status line that offers the tour, the longest first.
  static let tourOffers = [
    "New here? \(TourKeys.start) starts a tour of five minutes on this run · Esc hides this line",
    "New here? \(TourKeys.start) starts a tour · Esc hides this",
    "\(TourKeys.start): a tour",
  ]

  /// The notice after the end of the tour.
  /// - Parameter changes: What the tour has changed.
  static func tourLeft(changes: [String]) -> String {
    (["the tour is over", "\(TourKeys.start) starts it again"] + changes).joined(separator: " · ")
  }
}
