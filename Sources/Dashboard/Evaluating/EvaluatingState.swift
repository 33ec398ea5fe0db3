import DisplayText

/// The box of the evaluation.
enum EvaluationBox: Equatable, Sendable {
  /// The choice of checkpoint, images and views.
  case form(EvaluationForm)
  /// The progress of the evaluation.
  case progress
  /// A result, scrolled down by a number of rows.
  case result(EvaluationResult, row: Int)
}

/// The state of the evaluation: one at a time.
struct EvaluatingState: Equatable, Sendable {
  /// An evaluation in progress.
  struct Job: Equatable, Sendable {
    /// The form that started it.
    var form: EvaluationForm
    /// The progress; `nil` before the first images.
    var progress: JobProgress?
    /// True from the key that cancels it until it has ended.
    var isCancelling = false
  }

  var job: Job?
  /// The result, or the form with the reason of a failure, that arrived while the box was closed. The key
  /// shows it.
  var unseen: EvaluationBox?
}

extension EvaluatingState.Job {
  /// The progress on the status line, in several lengths, the longest first.
  var statusTexts: [String] {
    let step = form.checkpoint.step.map { " @\(NumberText.grouped($0))" } ?? ""
    let what = "evaluating \(form.run)\(step)"
    if isCancelling { return ["\(what) · ending…", "ending the evaluation…"] }
    let key = String(Character(EvaluatingKeys.letter))
    guard let progress else { return ["\(what) · reading… · \(key) shows it", "\(what)…"] }
    return [
      "\(what) · \(progress.amount) · \(progress.text) · \(key) shows it",
      "\(what) · \(progress.text) · \(key) shows it", "\(what) · \(progress.text)",
      "evaluating · \(progress.text)",
    ]
  }
}
