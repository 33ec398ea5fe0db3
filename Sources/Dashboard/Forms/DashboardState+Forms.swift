import TerminalUI

// The boxes of the evaluation and the export: their drawing, their keys, and the mouse in them.

extension DashboardState {
  /// The progress of the evaluation or of the export on the status line, in several lengths, the longest
  /// first; empty without work in progress.
  var jobTexts: [String] { evaluating.job?.statusTexts ?? exporting.job?.statusTexts ?? [] }

  /// The words for the work in progress, for the question before the screen is closed; `nil` without any.
  private var jobName: String? {
    if let job = evaluating.job { return "the evaluation of \(job.form.run)" }
    return exporting.job.map { "the export of \($0.form.run)" }
  }

  /// The sentence of the leave dialog about work in progress.
  var jobLines: [String] {
    jobName.map { ["", "Both cancel \($0), which is in progress."] } ?? []
  }

  /// Asks whether the screen is closed while it works; the same key within the time of a notice closes it.
  /// - Returns: False if nothing has to be asked.
  mutating func asksToCancelJobs() -> Bool {
    guard let name = jobName else { return false }
    if let asked = leavingAskedAt, now - asked <= Notice.duration { return false }
    leavingAskedAt = now
    showNotice(NoticeText.leavingCancels(name))
    return true
  }

  // MARK: - Drawing

  func draw(_ box: EvaluationBox, in area: Rect, on frame: inout Frame, appearance: Appearance) {
    switch box {
    case .form(let form):
      self.box(form).draw(in: area, on: &frame, appearance: appearance)
    case .progress: evaluationProgressBox.draw(in: area, on: &frame, appearance: appearance)
    case .result(let result, let row):
      EvaluationPage(result: result, row: row, now: clock)
        .draw(in: area, on: &frame, appearance: appearance)
    }
  }

  func draw(_ box: ExportBox, in area: Rect, on frame: inout Frame, appearance: Appearance) {
    formBox(box).draw(in: area, on: &frame, appearance: appearance)
  }

  private func formBox(_ box: ExportBox) -> FormBox {
    switch box {
    case .form(let form): self.box(form)
    case .progress: exportProgressBox
    }
  }

  // MARK: - Keys

  func keys(of box: EvaluationBox) -> BoxKeys {
    switch box {
    case .form(let form):
      BoxKeys("Evaluate", self.box(form).keys, isTyping: form.isTyping)
    case .progress: BoxKeys("Evaluating", .progress(EvaluatingKeys.letter))
    case .result: BoxKeys("Evaluation", .result(EvaluatingKeys.letter))
    }
  }

  func keys(of box: ExportBox) -> BoxKeys {
    switch box {
    case .form(let form):
      BoxKeys("Export", self.box(form).keys, isTyping: form.isTyping && form.existing == nil)
    case .progress: BoxKeys("Exporting", .progress(ExportingKeys.letter))
    }
  }

  /// Completes the path of the open form.
  mutating func completePath(by folder: ListedFolder) {
    switch box {
    case .evaluation(.form(var form)):
      form.images.complete(by: folder)
      box = .evaluation(.form(form))
    case .export(.form(var form)):
      form.path.complete(by: folder)
      box = .export(.form(form))
    case .evaluation, .export, .leave, .failure, .fork, .stopLane, .image, .name, .rate, .range,
      .quantities, .help, .messages, .lesson, nil:
      break
    }
  }

  mutating func paste(_ text: String, in box: EvaluationBox) {
    guard case .form(var form) = box else { return }
    form.row = .images
    form.problem = nil
    form.images.paste(text)
    overlay = .evaluation(.form(form))
  }

  mutating func paste(_ text: String, in box: ExportBox) {
    guard case .form(var form) = box else { return }
    form.paste(text)
    overlay = .export(.form(form))
  }

  // MARK: - The mouse

  mutating func turnWheel(_ count: Int, in box: EvaluationBox) {
    guard case .result(let result, let row) = box else { return }
    let scrolling = EvaluationPage(result: result, row: row, now: clock).scrolling(in: layout.body)
    overlay = .evaluation(.result(result, row: scrolling.row(row, wheel: count)))
  }

  /// Handles a click: it selects a row, or is the key that is drawn there, or Esc outside of the box. A click
  /// outside does not cancel work in progress.
  mutating func clickEvaluation(
    x: Int, y: Int, in area: Rect, _ box: EvaluationBox, _ appearance: Appearance
  ) -> [DashboardEffect] {
    switch box {
    case .form(var form):
      let drawn = self.box(form)
      if let index = drawn.index(atX: x, y: y, in: area) {
        form.row = .init(rawValue: index) ?? form.row
        overlay = .evaluation(.form(form))
        return []
      }
      return drawn.key(atX: x, y: y, in: area, appearance.glyphs).map { press($0) } ?? []
    case .progress:
      return clickProgress(evaluationProgressBox, x: x, y: y, in: area, appearance)
    case .result(let result, let row):
      let page = EvaluationPage(result: result, row: row, now: clock)
      return page.box(in: area).contains(x: x, y: y) ? [] : press(.escape)
    }
  }

  /// Handles a click, as `clickEvaluation` does.
  mutating func clickExport(
    x: Int, y: Int, in area: Rect, _ box: ExportBox, _ appearance: Appearance
  ) -> [DashboardEffect] {
    guard case .form(var form) = box else {
      return clickProgress(exportProgressBox, x: x, y: y, in: area, appearance)
    }
    let drawn = self.box(form)
    if let index = drawn.index(atX: x, y: y, in: area) {
      form.select(index)
      overlay = .export(.form(form))
      return []
    }
    return drawn.key(atX: x, y: y, in: area, appearance.glyphs).map { press($0) } ?? []
  }

  private mutating func clickProgress(
    _ drawn: FormBox, x: Int, y: Int, in area: Rect, _ appearance: Appearance
  ) -> [DashboardEffect] {
    let isInside = drawn.contains(x: x, y: y, in: area)
    guard isInside else { return press(.enter) }
    return drawn.key(atX: x, y: y, in: area, appearance.glyphs).map { press($0) } ?? []
  }
}
