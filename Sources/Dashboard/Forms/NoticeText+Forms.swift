import DisplayText

// The notices about evaluations and exports.

extension NoticeText {
  static let evaluationEnds = "the evaluation ends after the current images"
  static let exportEnds = "the export ends after the current part"

  static func evaluationCancelled(_ run: String) -> String {
    "the evaluation of \(run) is cancelled"
  }

  static func evaluated(_ result: EvaluationResult) -> String {
    "\(result.run) @\(NumberText.grouped(result.evaluation.step)): top-1 error "
      + "\(NumberText.percent(result.evaluation.top1)) on \(NumberText.grouped(result.count)) images"
  }

  static func notEvaluated(_ run: String, _ reason: String) -> String {
    "\(run) is not evaluated: \(reason)"
  }

  static func exportCancelled(_ run: String) -> String {
    "the export of \(run) is cancelled · no file has changed"
  }

  static func notExported(_ run: String, _ reason: String) -> String {
    "\(run) is not exported: \(reason)"
  }

  /// The question before a screen that works is closed.
  static func leavingCancels(_ work: String) -> String { "q again leaves and cancels \(work)" }

  static func fileExists(_ path: String) -> String { "there is already a file \(path)" }
}
