import DisplayText
import TerminalUI

/// The form in which an evaluation is chosen: the checkpoint, the images and the views.
struct EvaluationForm: Equatable, Sendable {
  enum Row: Int, CaseIterable, Sendable { case checkpoint, images, views }

  /// The name of the run.
  let run: String
  /// The files of the run; `nil` before they are read.
  private(set) var files: RunFiles?
  var row = Row.checkpoint
  private(set) var checkpoint = CheckpointMenu()
  /// The path of the images; empty for the validation set of the run.
  var images = PathEntry()
  private(set) var hasTenViews = false
  /// The reason for which the evaluation cannot start, or did not end; `nil` without one.
  var problem: String?
  /// True if the evaluation starts as soon as the files are read.
  var startsWhenRead = false

  init(run: String) { self.run = run }

  mutating func apply(_ files: RunFiles) {
    guard files.run == run else { return }
    self.files = files
    checkpoint = CheckpointMenu(files)
    problem = files.problem
  }

  var isTyping: Bool { row == .images }

  mutating func move(by count: Int) {
    let all = Row.allCases.count
    row = Row(rawValue: (row.rawValue + count + all) % all) ?? .checkpoint
  }

  /// Chooses another value of the selected row.
  mutating func choose(by count: Int) {
    problem = nil
    switch row {
    case .checkpoint: checkpoint.choose(by: count)
    case .views: hasTenViews.toggle()
    case .images: break
    }
  }

  var request: EvaluationRequest {
    EvaluationRequest(
      run: run, checkpoint: checkpoint.choice, images: images.path.isEmpty ? nil : images.path,
      views: hasTenViews ? 10 : 1)
  }

  /// The reason for which the evaluation cannot start; `nil` if it can.
  var obstacle: String? {
    guard let files else { return nil }
    if let problem = files.problem { return problem }
    if files.steps.isEmpty { return files.noCheckpoint }
    guard files.data == nil, images.path.isEmpty else { return nil }
    return
      "This run was imported and has no images of its own. Type the path of a folder with images."
  }

  /// The text in place of a path.
  fileprivate var imagesHint: String {
    guard let files else { return "the validation set of the run" }
    return files.data.map { "the validation set of \($0)" } ?? "the path of a folder with images"
  }
}

extension RunFiles {
  /// The sentence about a run without a checkpoint.
  var noCheckpoint: String {
    isTraining
      ? "\(run) has no checkpoint yet. Close this box, and press C: it writes one after the current step."
      : "\(run) has no checkpoint. `alexnet resume \(run)` trains it and writes one at the end."
  }
}

extension DashboardState {
  /// The box of the form.
  func box(_ form: EvaluationForm) -> FormBox {
    FormBox(
      title: "Evaluate \(form.run)",
      rows: [
        .init(
          name: "checkpoint",
          value: .value(form.checkpoint.text, hasMore: form.checkpoint.hasMore)),
        .init(name: "images", value: .field(form.images.field, hint: form.imagesHint)),
        .init(
          name: "views",
          value: .value(
            form.hasTenViews ? "10: corners and centre, mirrored too" : "1: the centre",
            hasMore: true)),
      ], selected: form.row.rawValue, text: form.problem ?? remark(on: form),
      isProblem: form.problem != nil,
      keys: .form(start: "start", isTyping: form.isTyping, closing: EvaluatingKeys.letter))
  }

  private func remark(on form: EvaluationForm) -> String {
    if form.startsWhenRead { return "reading the run…" }
    switch form.row {
    case .images:
      return form.images.remark
        ?? "Type the path of a folder with the same classes, or leave this empty."
    case .views where form.hasTenViews:
      return
        "The mean of ten predictions, as in the paper: often a lower error, in ten times the time."
    case .checkpoint, .views:
      return everyLaneHasEnded
        ? "The result is kept with the run."
        : "While a run trains, the evaluation has one core at low priority. The result is kept with the run."
    }
  }
}
