import DisplayText

/// The notices of the images' screen.
extension NoticeText {
  /// The answer to a key, for a run whose network cannot be read.
  static let noCheckpointAnswers = "no image can be analysed · screen 5 shows why"

  static let errorsOnly = "only images that the last validation got wrong"
  static let allImages = "right and wrong images"
  static let allClasses = "images of all classes"
  static let allMapsAreShown = "all maps are shown"

  static func only(_ className: String) -> String { "only images of \(className)" }

  static func rightImages(of className: String) -> String {
    "only images of \(className) that the last validation got right"
  }

  static func images(of className: String, takenFor other: String) -> String {
    "only images of \(className) that the last validation took for \(other)"
  }

  static let noConfusion = "the confusion is not measured yet"

  static func noClass(_ text: String) -> String { "no class name contains '\(text)'" }

  static func errors(of className: String) -> String {
    "only images of \(className) that the last validation got wrong"
  }

  // MARK: - A run that is over

  static let errorsOfCheckpoint = "only images that this checkpoint gets wrong"
  static let networkAnswers =
    "the network in training answers · a checkpoint does after the run's end"

  static func checkpoint(_ name: String) -> String { "the \(name) checkpoint answers" }

  /// The answer to the key of the other checkpoint, of which there is none.
  static func bestCheckpointIsLast(isValidated: Bool) -> String {
    isValidated
      ? "the best checkpoint is the last one"
      : "no checkpoint was validated, so the last one answers"
  }

  // MARK: - Own images

  static let onlyOwnImage = "this is the only image of your own · o opens others, Esc returns"

  static func ownImages(_ count: Int) -> String {
    "\(NumberText.grouped(count)) images of your own · ← → walk through them · Esc returns"
  }

  /// The number of images that cannot be shown, and the first of them.
  static func unreadableImages(_ count: Int, of all: Int, first: String) -> String {
    "\(NumberText.grouped(count)) of \(NumberText.grouped(all)) cannot be shown: "
      + first.elidedInMiddle(to: 30) + (count > 1 ? ", …" : "") + " · m shows why"
  }
}
