import TerminalUI

extension DashboardState {
  mutating func perform(_ command: ExportingCommand) -> [DashboardEffect] {
    switch command {
    case .open: return openExport()
    }
  }

  private mutating func openExport() -> [DashboardEffect] {
    if exporting.job != nil {
      overlay = .export(.progress)
      return []
    }
    if let form = exporting.unseen {
      exporting.unseen = nil
      overlay = .export(.form(form))
      return []
    }
    guard let run = usedRun else {
      showNotice(screen == .runList ? NoticeText.noRun : NoticeText.isPreparing)
      return []
    }
    overlay = .export(
      .form(
        ExportForm(
          run: run, format: screen == .kernels ? .kernels : exporting.format,
          kernels: screen == .kernels ? shownKernels : nil)))
    return [.inspect(run: run)]
  }

  /// The kernels as the kernels' screen shows them; `nil` if there are none.
  private var shownKernels: KernelExport? {
    guard let analysis = kernels.analysis, let shown = kernels.shown else { return nil }
    return KernelExport(
      step: analysis.step, kernels: shown, order: analysis.ranked, contrast: kernelContrast,
      separatesColumns: kernels.showsColumns && hasTwoColumns)
  }

  // MARK: - Keys

  /// Handles a key in the box.
  /// - Returns: `nil` for a key with its usual meaning, such as that of a screen.
  mutating func pressInExport(_ key: Key, _ box: ExportBox) -> [DashboardEffect]? {
    switch box {
    case .form(let form):
      return form.existing == nil ? press(key, form) : pressInQuestion(key, form)
    case .progress: return pressInExportProgress(key)
    }
  }

  private mutating func press(_ key: Key, _ form: ExportForm) -> [DashboardEffect] {
    var form = form
    let keys = box(form).keys
    if form.isTyping {
      var path = form.path
      if path.press(key) {
        form.path = path
        overlay = .export(.form(form))
        return []
      }
    }
    switch form.isTyping ? keys.exact(key) : keys.command(for: key) {
    case .previous: form.move(by: -1)
    case .next: form.move(by: 1)
    case .previousValue: form.choose(by: -1)
    case .nextValue: form.choose(by: 1)
    case .complete:
      if let folder = form.path.folder { return [.listFolder(folder)] }
      form.path.explainCompletion()
    case .start:
      guard let obstacle = form.obstacle, form.files?.isIncomplete == true else {
        return start(form, replacing: false)
      }
      // Training can have written one since then, so the files are read again.
      form.problem = obstacle
      form.startsWhenRead = true
      overlay = .export(.form(form))
      return [.inspect(run: form.run)]
    case .close:
      overlay = nil
      return []
    case .replace, .hide, nil:
      showNotice(NoticeText.noMeaning(of: key, "Enter writes, Esc closes"))
      return []
    }
    overlay = .export(.form(form))
    return []
  }

  private mutating func pressInQuestion(_ key: Key, _ form: ExportForm) -> [DashboardEffect] {
    switch KeyBindings.replacing.exactOrLetter(key) {
    case .replace: return start(form, replacing: true)
    case .close:
      var form = form
      form.existing = nil
      overlay = .export(.form(form))
    default: showNotice(NoticeText.noMeaning(of: key, "y replaces the file, Esc keeps it"))
    }
    return []
  }

  private mutating func start(_ form: ExportForm, replacing: Bool) -> [DashboardEffect] {
    var form = form
    form.startsWhenRead = form.files == nil
    form.existing = nil
    form.problem = form.obstacle
    guard form.files != nil, form.problem == nil else {
      box = .export(.form(form))
      return []
    }
    exporting.job = .init(form: form)
    exporting.unseen = nil
    exporting.format = form.format
    box = .export(.progress)
    return [.export(form.request(replacing: replacing))]
  }

  private mutating func pressInExportProgress(_ key: Key) -> [DashboardEffect]? {
    switch KeyBindings.progress(ExportingKeys.letter).command(for: key) {
    case .hide: overlay = nil
    case .close:
      overlay = nil
      guard exporting.job?.isCancelling == false else { break }
      exporting.job?.isCancelling = true
      showNotice(NoticeText.exportEnds)
      return [.cancelExport]
    default: return usual(key, "Esc hides this box, c cancels")
    }
    return []
  }

  // MARK: - Replies

  mutating func apply(_ files: RunFiles, to form: ExportForm) -> [DashboardEffect] {
    var form = form
    let starts = form.startsWhenRead
    form.apply(files)
    if starts { return start(form, replacing: false) }
    box = .export(.form(form))
    return []
  }

  mutating func apply(_ reply: ExportReply) -> [DashboardEffect] {
    guard let job = exporting.job else { return [] }
    var form = job.form
    switch reply {
    case .progress(let progress):
      exporting.job?.progress = progress
      return []
    case .exists(let path):
      form.existing = path
      show(form, NoticeText.fileExists(path))
    case .written(let text):
      showNotice(text)
      addReadMessage(text)
      closeExportProgress()
    case .failed(let reason):
      form.problem = reason
      addReadMessage(NoticeText.notExported(form.run, reason))
      show(form, NoticeText.notExported(form.run, reason))
    case .cancelled:
      addReadMessage(NoticeText.exportCancelled(form.run))
      showNotice(NoticeText.exportCancelled(form.run))
      closeExportProgress()
    }
    exporting.job = nil
    return []
  }

  private mutating func closeExportProgress() {
    if box == .export(.progress) { box = nil }
  }

  /// Shows the form again in the open box, or a notice.
  private mutating func show(_ form: ExportForm, _ text: String) {
    var form = form
    form.startsWhenRead = false
    if box == .export(.progress) {
      box = .export(.form(form))
    } else {
      exporting.unseen = form
      showNotice("\(text) · \(Character(ExportingKeys.letter)) shows it")
    }
  }

  /// The box of the progress.
  var exportProgressBox: FormBox {
    let job = exporting.job
    return FormBox(
      title: "Exporting \(job?.form.run ?? "")",
      rows: [
        .init(name: "done", value: .meter(job?.progress?.share ?? 0)),
        .init(name: "", value: .value(job?.progress?.text ?? "reading…", hasMore: false)),
      ],
      text: job.map { "\($0.form.format.name), into \($0.form.path.path)" } ?? "",
      keys: .progress(ExportingKeys.letter))
  }
}

extension KeyBindings {
  /// Returns the command of a key, in which letters stand only for themselves.
  func exactOrLetter(_ key: Key) -> Command? {
    bindings.first { $0.keys.contains(key) }?.command
  }
}
