import DisplayText
import TerminalUI
import Testing

@testable import Dashboard

/// The key `w`: the form, the question and the progress of an export.
@Suite struct ExportTests {
  private static let letter = Key.character("w")

  private static func state(_ width: Int = 120, _ height: Int = 40) -> DashboardState {
    var state = SyntheticRun(steps: 1234).state
    _ = update(&state, .terminal(.resized(width: width, height: height)))
    return state
  }

  @discardableResult
  private func press(_ keys: Key..., in state: inout DashboardState) -> [DashboardEffect] {
    keys.flatMap { update(&state, .terminal(.key($0))) }
  }

  private func text(_ state: DashboardState) -> String {
    view(
      state, width: state.surface.width, height: state.surface.height,
      capabilities: state.surface.capabilities
    ).plainText
  }

  /// Opens the form and presses → up to a format.
  private func form(_ format: ExportFormat) -> DashboardState {
    var state = Self.state()
    press(Self.letter, in: &state)
    _ = update(&state, .runFiles(SyntheticRun.files))
    let index = ExportFormat.allCases.firstIndex(of: format) ?? 0
    for _ in 0..<index { press(.right, in: &state) }
    return state
  }

  private func exported(_ effects: [DashboardEffect]) -> ExportRequest? {
    effects.lazy.compactMap { if case .export(let request) = $0 { request } else { nil } }.first
  }

  // MARK: - The form

  @Test func theKernelsOfTheScreenAreWrittenByTwoKeys() throws {
    var state = SyntheticRun.atKernels(.character("o"))
    #expect(press(Self.letter, in: &state) == [.inspect(run: "amber-heron")])
    _ = update(&state, .runFiles(SyntheticRun.files))
    let request = try #require(exported(press(.enter, in: &state)))
    #expect(request.format == .kernels && !request.replaces)
    #expect(request.path == "~/runs/amber-heron/kernels-1234.png")
    let kernels = try #require(request.kernels)
    #expect(kernels.order == state.kernels.analysis?.ranked && kernels.step == 1234)
    let picture = kernels.picture
    #expect(picture.bytes.count == 3 * picture.width * picture.height)
  }

  /// The kernels of an earlier visit of that screen would be old.
  @Test func otherScreensWriteTheLatestRecordedKernels() throws {
    var state = SyntheticRun.atKernels()
    press(.character("3"), Self.letter, in: &state)
    _ = update(&state, .runFiles(SyntheticRun.files))
    let request = try #require(exported(press(.enter, in: &state)))
    // Training continues while the form is open. The step that it names is written.
    #expect(request.format == .kernels && request.kernels == nil && request.kernelsStep == 1230)
    #expect(request.path == "~/runs/amber-heron/kernels-1230.png")
  }

  @Test(arguments: [
    (ExportFormat.kernels, "~/runs/amber-heron/kernels-1230.png"),
    (.kernelsAPNG, "~/runs/amber-heron/kernels.apng"),
    (.kernelsGIF, "~/runs/amber-heron/kernels.gif"),
    (.safetensors, "~/work/amber-heron.safetensors"), (.onnx, "~/work/amber-heron.onnx"),
    (.csv, "~/work/amber-heron.csv"), (.tensorBoard, "~/work/logs"),
  ])
  func everyFormatHasAPath(format: ExportFormat, path: String) throws {
    var state = form(format)
    let request = try #require(exported(press(.enter, in: &state)))
    #expect(request.format == format && request.path == path)
    #expect(request.checkpoint == .best)
  }

  @Test func anEarlyEnterIsNotLost() throws {
    var state = Self.state()
    press(Self.letter, .enter, in: &state)
    #expect(exported(update(&state, .runFiles(SyntheticRun.files)))?.format == .kernels)
  }

  @Test func theCheckpointOfANetworkIsChosen() throws {
    var state = form(.onnx)
    press(.down, .right, .right, in: &state)
    #expect(exported(press(.enter, in: &state))?.checkpoint == .step(600))
    // Metrics have no checkpoint, and the row after the format is the path.
    var metrics = form(.csv)
    #expect(!text(metrics).contains("checkpoint"))
    press(.down, in: &metrics)
    guard case .export(.form(let form)) = metrics.overlay else {
      Issue.record("no form")
      return
    }
    #expect(form.row == .path && form.format == .csv)
  }

  @Test func thePathIsEdited() throws {
    var state = form(.tensorBoard)
    press(.up, .character("2"), Self.letter, in: &state)
    #expect(exported(press(.enter, in: &state))?.path == "~/work/logs2w")
    var pasted = form(.onnx)
    _ = update(&pasted, .terminal(.paste("\u{15}")))
    press(.control("u"), in: &pasted)
    #expect(press(.enter, in: &pasted).isEmpty)
    #expect(text(pasted).contains("Type the path of the file."))
    _ = update(&pasted, .terminal(.paste("/tmp/a.png")))
    #expect(press(.enter, in: &pasted).isEmpty)
    #expect(text(pasted).contains("must end in .onnx"))
  }

  @Test func whatPreventsAnExportIsShownInTheForm() {
    var files = SyntheticRun.files
    files.steps = []
    files.bestStep = nil
    files.kernelsStep = nil
    for (format, words) in [
      (ExportFormat.onnx, "has no checkpoint"), (.kernelsGIF, "No kernels of amber-heron"),
    ] {
      var state = form(format)
      _ = update(&state, .runFiles(files))
      // Training can have written one since then, so the files are read again.
      #expect(press(.enter, in: &state) == [.inspect(run: "amber-heron")])
      #expect(text(state).contains(words))
      var without = state
      #expect(update(&without, .runFiles(files)).isEmpty)
      #expect(text(without).contains(words))
      #expect(exported(update(&state, .runFiles(SyntheticRun.files))) != nil)
    }
  }

  // MARK: - The question

  @Test func aFileIsReplacedOnlyByTheAnswer() throws {
    var state = form(.csv)
    press(.enter, in: &state)
    _ = update(&state, .export(.exists("~/work/amber-heron.csv")))
    #expect(text(state).contains("There is already a file ~/work/amber-heron.csv. Replace it?"))
    for key in EveryKeyTests.allKeys where key != .character("y") {
      var after = state
      #expect(exported(press(key, in: &after)) == nil, "\(key.name)")
    }
    var kept = state
    press(.escape, in: &kept)
    guard case .export(.form(let form)) = kept.overlay else {
      Issue.record("no form")
      return
    }
    #expect(form.existing == nil && form.format == .csv)
    #expect(exported(press(.character("y"), in: &state))?.replaces == true)
  }

  @Test func eventsAreReplacedOnlyByTheAnswer() {
    var state = form(.tensorBoard)
    press(.enter, in: &state)
    _ = update(&state, .export(.exists("~/work/logs/amber-heron")))
    #expect(text(state).contains("There are already events of the run in ~/work/logs/amber-heron."))
    #expect(exported(press(.character("y"), in: &state))?.replaces == true)
  }

  // MARK: - Progress and end

  @Test func progressIsShownInTheBoxAndOnTheStatusLine() {
    var state = form(.onnx)
    press(.enter, in: &state)
    _ = update(&state, .export(.progress(.init(share: 0.5, secondsLeft: 3))))
    #expect(text(state).contains("50% · 0:03 left"))
    press(.enter, in: &state)
    _ = update(&state, .tick(seconds: 60))
    #expect(text(state).contains("writing network, ONNX of amber-heron · 50%"))
    #expect(press(Self.letter, in: &state).isEmpty && state.overlay == .export(.progress))
    #expect(press(.character("c"), in: &state) == [.cancelExport])
    _ = update(&state, .export(.cancelled))
    #expect(state.exporting.job == nil)
    #expect(state.notice?.text == NoticeText.exportCancelled("amber-heron"))
  }

  @Test func theWrittenFileIsNamed() {
    var state = form(.csv)
    press(.enter, in: &state)
    let text = "~/work/amber-heron.csv: 1,234 steps"
    _ = update(&state, .export(.written(text)))
    #expect(state.overlay == nil && self.text(state).contains(text))
    #expect(state.log.messages.contains { $0.text == text })
    // The format is the first choice of the next export.
    press(Self.letter, in: &state)
    guard case .export(.form(let form)) = state.overlay else {
      Issue.record("no form")
      return
    }
    #expect(form.format == .csv)
  }

  @Test func aFailureLeadsBackToTheForm() {
    let reason = "cannot write ~/work/amber-heron.csv: No space left on device. Free disk space."
    var state = form(.csv)
    press(.enter, in: &state)
    _ = update(&state, .export(.failed(reason)))
    #expect(text(state).contains("No space left on device"))
    var hidden = form(.csv)
    press(.enter, .enter, in: &hidden)
    _ = update(&hidden, .export(.failed(reason)))
    #expect(hidden.overlay == nil && hidden.notice?.text.contains("No space left") == true)
    press(Self.letter, in: &hidden)
    #expect(text(hidden).contains("No space left on device"))
  }

  @Test(arguments: [(40, 10), (80, 24), (120, 40)])
  func everyBoxFits(width: Int, height: Int) {
    var state = Self.state(width, height)
    for format in ExportFormat.allCases {
      var form = ExportForm(run: "amber-heron", format: format)
      form.apply(SyntheticRun.files)
      for index in form.rows.indices {
        form.select(index)
        state.overlay = .export(.form(form))
        let text = text(state)
        let rows = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(rows.count == height && rows.allSatisfy { String($0).columns <= width })
        #expect(text.contains("▶"), "the selected row is visible\n\(text)")
        #expect(text.contains("Enter write"))
      }
    }
    state.overlay = .export(.progress)
    #expect(text(state).contains("c cancel"))
  }
}
