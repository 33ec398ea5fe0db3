import DisplayText
import TerminalUI

/// The texts of notices that are shown at several places or are expected by tests.
enum NoticeText {
  static let runHasEnded = "the run has ended · q leaves"
  static let isPreparing = "not yet: the run is being prepared"
  static let checkpointRequested = "checkpoint requested"
  static let trainingContinues = "training continues"
  static let noRoomForLane = "there is no room for another lane"
  static let lanesAreFull = "the trainer has as many lanes as it can have"
  static let onlyOneLane = "there is one lane · q stops the run"
  static let nothingRecorded = "nothing has been recorded yet"
  static let oneColumn = "this network's first layer feeds one column: nothing to tell apart"
  static let noFocus = "Tab chooses what Enter enlarges"
  static let noImages = "the run has ended: no other image can be shown"
  static let noLesson = "no lesson: alexnet watch --lesson NAME begins one"
  static let errorsOnly = "only what the last validation got wrong"

  static func noMeaning(of key: Key, _ hint: String = "? for help") -> String {
    "\(key.name) does nothing here · \(hint)"
  }

  static func noLayer(_ name: String) -> String { "this network has no \(name) layer" }

  static func refused(_ reason: String) -> String { "refused: \(reason)" }

  static func checkpointWritten(step: Int) -> String {
    "the checkpoint of step \(NumberText.grouped(step)) is kept"
  }

  static func rateIsNow(_ rate: Double) -> String { "the rate is now \(NumberText.plain(rate))" }

  static func renamed(_ old: String, to new: String) -> String { "\(old) is now \(new)" }

  static func cannotBeRenamed(_ run: String) -> String {
    "\(run) is training: it cannot be renamed here"
  }

  static func cannotBeDeleted(_ run: String) -> String {
    "\(run) is training: it cannot be deleted"
  }
}
