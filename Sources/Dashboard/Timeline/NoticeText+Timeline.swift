import DisplayText

extension NoticeText {
  /// The notice on a screen that shows an earlier step because of the cursor.
  static func cursor(at step: Int, hasEnded: Bool) -> String {
    "the cursor is at step \(NumberText.grouped(step)) · "
      + "End returns to \(hasEnded ? "the end" : "now")"
  }
}
