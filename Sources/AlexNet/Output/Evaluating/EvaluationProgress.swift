import DisplayText

/// The text of the progress of an evaluation.
enum EvaluationProgress {
  /// Returns the number of images, the speed and the time that is left.
  static func text(_ done: Int, of total: Int, seconds: Double) -> String {
    let rate = Double(done) / max(seconds, 0.001)
    let text = "\(done.grouped) of \(total.grouped) images, \(NumberText.perSecond(rate)) a second"
    guard done > 0 else { return text }
    return text + ", \(StatusLine.duration(Double(total - done) / rate)) left"
  }
}
