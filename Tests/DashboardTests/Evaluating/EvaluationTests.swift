import DisplayText
import TerminalUI
import Testing

@testable import Dashboard

/// The key `e`: the form, the progress and the result of an evaluation.
@Suite struct EvaluationTests {
  private static func state(_ width: Int = 120, _ height: Int = 40) -> DashboardState {
    var state = SyntheticRun(steps: 1234).state
    _ = update(&state, .terminal(.resized(width: width, height: height)))
    _ = update(&state, .tick(seconds: 10, clock: WallClock(date: 1_795_700_000, secondsFromUTC: 0)))
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

  private static let letter = Key.character("e")

  /// Returns a state in which an evaluation is in progress, with its box open.
  private func evaluating(_ width: Int = 120, _ height: Int = 40) -> DashboardState {
    var state = Self.state(width, height)
    press(Self.letter, in: &state)
    _ = update(&state, .runFiles(SyntheticRun.files))
    press(.enter, in: &state)
    return state
  }

  // MARK: - The form

  @Test func theKeyAndEnterEvaluateTheBestCheckpointOnTheValidationSet() {
    var state = Self.state()
    #expect(press(Self.letter, in: &state) == [.inspect(run: "amber-heron")])
    #expect(update(&state, .runFiles(SyntheticRun.files)).isEmpty)
    #expect(text(state).contains("best: step 1,200"))
    #expect(text(state).contains("the validation set of CIFAR-10"))
    let effects = press(.enter, in: &state)
    #expect(effects == [.evaluate(EvaluationRequest(run: "amber-heron", checkpoint: .best))])
  }

  /// Both keys can arrive before the files are read.
  @Test func anEarlyEnterIsNotLost() {
    var state = Self.state()
    press(Self.letter, .enter, in: &state)
    #expect(text(state).contains("reading the run"))
    let effects = update(&state, .runFiles(SyntheticRun.files))
    #expect(effects == [.evaluate(EvaluationRequest(run: "amber-heron", checkpoint: .best))])
  }

  @Test func rowsHaveValuesToChoose() {
    var state = Self.state()
    press(Self.letter, in: &state)
    _ = update(&state, .runFiles(SyntheticRun.files))
    press(.right, .down, in: &state)
    for scalar in "/data".unicodeScalars { press(.character(scalar), in: &state) }
    press(.down, .character("l"), in: &state)
    #expect(
      press(.enter, in: &state)
        == [
          .evaluate(
            EvaluationRequest(run: "amber-heron", checkpoint: .last, images: "/data", views: 10))
        ])
  }

  @Test(arguments: [
    (0, ChosenCheckpoint.best), (1, .last), (2, .step(600)), (3, .best), (-1, .step(600)),
  ])
  func checkpointsAreTheBestTheLastAndTheOthers(presses: Int, choice: ChosenCheckpoint) {
    var menu = CheckpointMenu(SyntheticRun.files)
    menu.choose(by: presses)
    #expect(menu.choice == choice)
  }

  @Test func lettersAreTypedIntoThePathAndCloseTheBoxElsewhere() {
    var state = Self.state()
    press(Self.letter, .down, Self.letter, in: &state)
    guard case .evaluation(.form(let form)) = state.overlay else {
      Issue.record("the form is closed")
      return
    }
    #expect(form.images.path == "e")
    press(.up, Self.letter, in: &state)
    #expect(state.overlay == nil)
  }

  @Test func pastedTextIsThePathOfTheImages() {
    var state = Self.state()
    press(Self.letter, in: &state)
    _ = update(&state, .terminal(.paste("'/my pictures'")))
    _ = update(&state, .runFiles(SyntheticRun.files))
    guard case .evaluate(let request) = press(.enter, in: &state).first else {
      Issue.record("no evaluation")
      return
    }
    #expect(request.images == "/my pictures")
  }

  @Test func tabCompletesFolders() {
    var state = Self.state()
    press(Self.letter, .down, .character("/"), .character("d"), in: &state)
    #expect(press(.tab, in: &state) == [.listFolder("/")])
    _ = update(&state, .folder(ListedFolder(path: "/", names: ["data/", "dev/", "dog.png"])))
    #expect(text(state).contains("2 folders: data/ dev/"))
    press(.character("a"), .tab, in: &state)
    _ = update(&state, .folder(ListedFolder(path: "/", names: ["data/", "dev/"])))
    #expect(text(state).contains("/data/"))
  }

  @Test func whatPreventsAnEvaluationIsShownInTheForm() {
    var files = SyntheticRun.files
    files.steps = []
    files.bestStep = nil
    var imported = SyntheticRun.files
    imported.data = nil
    var broken = RunFiles(run: "amber-heron", folder: "", workingFolder: "")
    broken.problem = "the plan cannot be read"
    for (files, words) in [
      (files, "alexnet resume amber-heron"), (imported, "imported"), (broken, "the plan cannot"),
    ] {
      var state = Self.state()
      press(Self.letter, in: &state)
      _ = update(&state, .runFiles(files))
      // Where a checkpoint can have been written since then, the files are read again.
      #expect(press(.enter, in: &state).isEmpty == !files.steps.isEmpty)
      #expect(text(state).contains(words))
    }
  }

  @Test func theListOfRunsEvaluatesItsSelectedRun() {
    var state = SyntheticRuns.state()
    press(.character("7"), .down, in: &state)
    let name = state.runList.selection?.name ?? ""
    #expect(name != state.lane.name && !name.isEmpty)
    #expect(press(Self.letter, in: &state).contains(.inspect(run: name)))
  }

  // MARK: - Progress

  @Test func progressIsShownInTheBoxAndOnTheStatusLine() {
    var state = evaluating()
    _ = update(
      &state,
      .evaluation(
        .progress(.init(share: 0.34, secondsLeft: 72, amount: "3,400 of 10,000 images"))))
    #expect(text(state).contains("34% · 1:12 left · 3,400 of 10,000 images"))
    press(.enter, in: &state)
    #expect(state.overlay == nil)
    _ = update(&state, .tick(seconds: 60))
    #expect(text(state).contains("evaluating amber-heron @1,200 · 3,400 of 10,000 images · 34%"))
    press(Self.letter, in: &state)
    #expect(state.overlay == .evaluation(.progress))
    // The screens can be used.
    press(.character("3"), in: &state)
    #expect(state.overlay == nil && state.screen == .charts && state.evaluating.job != nil)
  }

  @Test(arguments: [Key.escape, .enter, letter])
  func usualKeysHideTheBoxAndTheWorkContinues(key: Key) {
    var state = evaluating()
    #expect(press(key, in: &state) == [])
    #expect(state.overlay == nil && state.evaluating.job?.isCancelling == false)
  }

  @Test(arguments: [Key.character("c"), .control("c")])
  func aKeyInTheBoxCancels(key: Key) {
    var state = evaluating()
    #expect(press(key, in: &state) == [.cancelEvaluation])
    #expect(state.overlay == nil)
    // A second press does not cancel what is already ending.
    press(Self.letter, in: &state)
    #expect(press(key, in: &state).isEmpty)
    _ = update(&state, .evaluation(.cancelled))
    #expect(state.evaluating.job == nil)
    #expect(state.notice?.text == NoticeText.evaluationCancelled("amber-heron"))
    #expect(press(Self.letter, in: &state) == [.inspect(run: "amber-heron")])
  }

  @Test func theScreenIsLeftOnlyAfterAQuestion() {
    var state = evaluating()
    press(.enter, in: &state)
    _ = update(&state, .trainer(.finished(step: 1234, seconds: 99, reason: .completed)))
    #expect(press(.character("q"), in: &state).isEmpty)
    #expect(state.notice?.text.contains("the evaluation of amber-heron") == true)
    #expect(press(.character("q"), in: &state) == [.quit])
    var other = evaluating()
    press(.enter, .character("q"), in: &other)
    #expect(text(other).contains("the evaluation of amber-heron"))
  }

  // MARK: - The end

  @Test func theResultReplacesTheProgress() {
    var state = evaluating()
    let result = SyntheticRun.evaluationResult()
    let effects = update(&state, .evaluation(.finished(result)))
    #expect(effects.contains(.listRuns))
    #expect(state.overlay == .evaluation(.result(result, row: 0)))
    #expect(state.evaluating.job == nil)
    press(Self.letter, in: &state)
    #expect(state.overlay == nil)
  }

  @Test func aResultThatArrivesLaterWaitsForTheKey() {
    var state = evaluating()
    press(.enter, in: &state)
    let result = SyntheticRun.evaluationResult()
    _ = update(&state, .evaluation(.finished(result)))
    #expect(state.overlay == nil)
    #expect(state.notice?.text.contains("top-1 error 45.7% on 10,000 images · e shows it") == true)
    #expect(state.log.messages.contains { $0.text.contains("45.7%") })
    #expect(press(Self.letter, in: &state).isEmpty)
    #expect(state.overlay == .evaluation(.result(result, row: 0)))
    press(.escape, in: &state)
    #expect(press(Self.letter, in: &state) == [.inspect(run: "amber-heron")])
  }

  @Test func aFailureLeadsBackToTheForm() {
    let reason = "the folder '/data' was not found. Check the path."
    var state = evaluating()
    _ = update(&state, .evaluation(.failed(reason)))
    guard case .evaluation(.form(let form)) = state.overlay else {
      Issue.record("no form")
      return
    }
    #expect(form.problem == reason && text(state).contains("was not found"))
    var hidden = evaluating()
    press(.enter, in: &hidden)
    _ = update(&hidden, .evaluation(.failed(reason)))
    #expect(hidden.overlay == nil && hidden.log.messages.contains { $0.text.contains(reason) })
    press(Self.letter, in: &hidden)
    #expect(text(hidden).contains("was not found"))
  }

  // MARK: - Drawing

  /// 45.7% − 48.9% is −3.2 points. The errors of two steps are not compared.
  @Test(arguments: [(80, 24), (120, 40), (200, 60)])
  func theResultIsComparedWithEarlierOnes(width: Int, height: Int) {
    var state = Self.state(width, height)
    var result = SyntheticRun.evaluationResult()
    state.overlay = .evaluation(.result(result, row: 0))
    #expect(!text(state).contains("−3.2 p"))
    result.validation?.step = 1200
    state.overlay = .evaluation(.result(result, row: 0))
    let text = text(state)
    for words in [
      "amber-heron @1,200", "45.7%", "5.1%", "1.234", "last validation @1,200", "48.9%", "−3.2 p",
      "@600, 10 views", "40.2%", "+5.5 p", "70.0%", "700", "1,000", "taken for", "211",
    ] {
      #expect(text.contains(words), "\(words) at \(width)×\(height)\n\(text)")
    }
  }

  @Test(arguments: [(40, 10), (80, 24), (120, 40)])
  func everyBoxFitsAndScrolls(width: Int, height: Int) {
    var state = Self.state(width, height)
    var form = EvaluationForm(run: "amber-heron")
    form.apply(SyntheticRun.files)
    for box in [
      EvaluationBox.form(form), .progress, .result(SyntheticRun.evaluationResult(), row: 0),
      .result(SyntheticRun.evaluationResult(others: false), row: 99),
    ] {
      state.overlay = .evaluation(box)
      let rows = text(state).split(separator: "\n", omittingEmptySubsequences: false)
      #expect(rows.count == height && rows.allSatisfy { String($0).columns <= width })
    }
    state.overlay = .evaluation(.result(SyntheticRun.evaluationResult(), row: 0))
    let top = text(state)
    press(.end, in: &state)
    #expect(text(state).contains("kept in") || width < 60)
    press(.home, in: &state)
    #expect(text(state) == top)
  }

  @Test func aRowIsSelectedByAClick() throws {
    var state = Self.state()
    press(Self.letter, in: &state)
    _ = update(&state, .runFiles(SyntheticRun.files))
    let rows = text(state).split(separator: "\n", omittingEmptySubsequences: false)
    let y = try #require(rows.firstIndex { $0.contains("views ") && $0.contains("the centre") })
    _ = update(&state, .terminal(.click(x: 40, y: y)))
    guard case .evaluation(.form(let form)) = state.overlay else {
      Issue.record("the form is closed")
      return
    }
    #expect(form.row == .views)
    _ = update(&state, .terminal(.click(x: 1, y: y)))
    #expect(state.overlay == nil)
  }
}
