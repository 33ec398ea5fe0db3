/// The box of the export.
enum ExportBox: Equatable, Sendable {
  /// The choice of format and path.
  case form(ExportForm)
  /// The progress of the export.
  case progress
}

/// The state of the export: one at a time.
struct ExportingState: Equatable, Sendable {
  /// An export in progress.
  struct Job: Equatable, Sendable {
    /// The form that started it.
    var form: ExportForm
    /// The progress; `nil` before the first part.
    var progress: JobProgress?
    /// True from the key that cancels it until it has ended.
    var isCancelling = false
  }

  var job: Job?
  /// The form with a question or the reason of a failure, which arrived while the box was closed. The key
  /// shows it.
  var unseen: ExportForm?
  /// The format that was written last.
  var format = ExportFormat.kernels
}

extension ExportingState.Job {
  /// The progress on the status line, in several lengths, the longest first.
  var statusTexts: [String] {
    let what = "writing \(form.format.name) of \(form.run)"
    if isCancelling { return ["\(what) · ending…", "ending the export…"] }
    let key = String(Character(ExportingKeys.letter))
    guard let progress else {
      return ["\(what)… · \(key) shows it", "writing \(form.format.name)…"]
    }
    return [
      "\(what) · \(progress.text) · \(key) shows it", "\(what) · \(progress.text)",
      "writing · \(progress.text)",
    ]
  }
}
