import DisplayText
import TerminalUI

extension DashboardState {
  /// The run that the keys of evaluation and export act on: the selected one in the list of runs, elsewhere
  /// that of the lane in focus; `nil` before it is known.
  var usedRun: String? {
    screen == .runList ? runList.selection?.name : lane.name ?? lane.run?.run
  }

  mutating func perform(_ command: EvaluatingCommand) -> [DashboardEffect] {
    switch command {
    case .open: return openEvaluation()
    }
  }

  private mutating func openEvaluation() -> [DashboardEffect] {
    if evaluating.job != nil {
      overlay = .evaluation(.progress)
      return []
    }
    if let unseen = evaluating.unseen {
      evaluating.unseen = nil
      overlay = .evaluation(unseen)
      return []
    }
    guard let run = usedRun else {
      showNotice(screen == .runList ? NoticeText.noRun : NoticeText.isPreparing)
      return []
    }
    overlay = .evaluation(.form(EvaluationForm(run: run)))
    return [.inspect(run: run)]
  }

  // MARK: - Keys

  /// Handles a key in the box.
  /// - Returns: `nil` for a key with its usual meaning, such as that of a screen.
  mutating func pressInEvaluation(_ key: Key, _ box: EvaluationBox) -> [DashboardEffect]? {
    switch box {
    case .form(let form): return press(key, form)
    case .progress: return pressInEvaluationProgress(key)
    case .result(let result, let row): return press(key, result, row)
    }
  }

  private mutating func press(_ key: Key, _ form: EvaluationForm) -> [DashboardEffect] {
    var form = form
    let keys = box(form).keys
    let isTyped = form.isTyping && form.images.press(key)
    if isTyped {
      form.problem = nil
      overlay = .evaluation(.form(form))
      return []
    }
    switch form.isTyping ? keys.exact(key) : keys.command(for: key) {
    case .previous: form.move(by: -1)
    case .next: form.move(by: 1)
    case .previousValue: form.choose(by: -1)
    case .nextValue: form.choose(by: 1)
    case .complete:
      if let folder = form.images.folder { return [.listFolder(folder)] }
      form.images.explainCompletion()
    case .start:
      guard let obstacle = form.obstacle, form.files?.isIncomplete == true else {
        return start(form)
      }
      // Training can have written one since then, so the files are read again.
      form.problem = obstacle
      form.startsWhenRead = true
      overlay = .evaluation(.form(form))
      return [.inspect(run: form.run)]
    case .close:
      overlay = nil
      return []
    case .replace, .hide, nil:
      showNotice(NoticeText.noMeaning(of: key, "Enter starts, Esc closes"))
      return []
    }
    overlay = .evaluation(.form(form))
    return []
  }

  private mutating func start(_ form: EvaluationForm) -> [DashboardEffect] {
    var form = form
    form.startsWhenRead = form.files == nil
    form.problem = form.obstacle
    guard form.files != nil, form.problem == nil else {
      box = .evaluation(.form(form))
      return []
    }
    evaluating.job = .init(form: form)
    evaluating.unseen = nil
    box = .evaluation(.progress)
    return [.evaluate(form.request)]
  }

  private mutating func pressInEvaluationProgress(_ key: Key) -> [DashboardEffect]? {
    switch KeyBindings.progress(EvaluatingKeys.letter).command(for: key) {
    case .hide: overlay = nil
    case .close:
      overlay = nil
      guard evaluating.job?.isCancelling == false else { break }
      evaluating.job?.isCancelling = true
      showNotice(NoticeText.evaluationEnds)
      return [.cancelEvaluation]
    default: return usual(key, "Esc hides this box, c cancels")
    }
    return []
  }

  private mutating func press(
    _ key: Key, _ result: EvaluationResult, _ row: Int
  ) -> [DashboardEffect]? {
    if KeyBindings.result(EvaluatingKeys.letter).command(for: key) == .close {
      overlay = nil
      return []
    }
    let scrolling = EvaluationPage(result: result, row: row, now: clock).scrolling(in: layout.body)
    guard let row = scrolling.row(row, after: key) else { return usual(key, "Esc closes") }
    overlay = .evaluation(.result(result, row: row))
    return []
  }

  /// Lets the keys of the screens have their usual meaning, and answers others by a notice.
  mutating func usual(_ key: Key, _ hint: String) -> [DashboardEffect]? {
    switch KeyBindings.dashboard.command(for: key) {
    case .shell(.show), .shell(.nextScreen), .shell(.previousScreen): return nil
    default:
      showNotice(NoticeText.noMeaning(of: key, hint))
      return []
    }
  }

  // MARK: - Replies

  /// Offers the files of a run in the open form.
  mutating func apply(_ files: RunFiles) -> [DashboardEffect] {
    switch box {
    case .evaluation(.form(var form)) where form.run == files.run:
      let starts = form.startsWhenRead
      form.apply(files)
      if starts { return start(form) }
      box = .evaluation(.form(form))
    case .export(.form(let form)) where form.run == files.run: return apply(files, to: form)
    case .evaluation, .export, .leave, .failure, .fork, .stopLane, .image, .name, .rate, .range,
      .quantities, .help, .messages, .lesson, nil:
      break
    }
    return []
  }

  mutating func apply(_ reply: EvaluationReply) -> [DashboardEffect] {
    guard let job = evaluating.job else { return [] }
    switch reply {
    case .progress(let progress): evaluating.job?.progress = progress
    case .finished(let result):
      evaluating.job = nil
      show(.result(result, row: 0), NoticeText.evaluated(result))
      return refreshed(after: result.run)
    case .failed(let reason):
      evaluating.job = nil
      var form = job.form
      form.problem = reason
      form.startsWhenRead = false
      show(.form(form), NoticeText.notEvaluated(job.form.run, reason))
    case .cancelled:
      evaluating.job = nil
      if box == .evaluation(.progress) { box = nil }
      addReadMessage(NoticeText.evaluationCancelled(job.form.run))
      showNotice(NoticeText.evaluationCancelled(job.form.run))
    }
    return []
  }

  /// Shows the end of the evaluation in the open box, or as a notice.
  private mutating func show(_ new: EvaluationBox, _ text: String) {
    addReadMessage(text)
    if box == .evaluation(.progress) {
      box = .evaluation(new)
    } else {
      evaluating.unseen = new
      showNotice("\(text) · \(Character(EvaluatingKeys.letter)) shows it")
    }
  }

  /// Reads the lists again that show the evaluations of a run.
  private func refreshed(after run: String) -> [DashboardEffect] {
    [.listRuns] + (runList.chosen.contains(run) ? [.loadRuns([run])] : [])
  }

  /// The box of the progress.
  var evaluationProgressBox: FormBox {
    let job = evaluating.job
    let form = job?.form ?? EvaluationForm(run: "")
    let progress = job?.progress
    let images = form.images.path.isEmpty ? "its validation set" : form.images.path
    let views = form.request.views == 1 ? "1 view" : "\(form.request.views) views"
    return FormBox(
      title: "Evaluating \(form.run)",
      rows: [
        .init(name: "done", value: .meter(progress?.share ?? 0)),
        .init(
          name: "",
          value: .value(
            progress.map { "\($0.text) · \($0.amount)" } ?? "reading the network and the images…",
            hasMore: false)),
      ],
      text: "\(form.checkpoint.text), on \(images), \(views). "
        + "The screen can be used meanwhile.",
      keys: .progress(EvaluatingKeys.letter))
  }
}

extension KeyBindings {
  /// Returns the command of a key; letters do not stand for arrows.
  func exact(_ key: Key) -> Command? {
    if case .character = key { return nil }
    return command(for: key)
  }
}
