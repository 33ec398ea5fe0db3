import Observing
import Runs
import TerminalUI
import Testing

@testable import Dashboard

/// The images of a run that is over: requests to its checkpoint, and the answers on the screen.
@Suite struct CheckpointAnswersTests {
  private let run = SyntheticRun(steps: 1234)

  private func ended(_ keys: Key...) -> DashboardState {
    var state = DashboardState(plan: run.plan, folder: "~/runs/amber-heron")
    for event in run.events { _ = update(&state, .trainer(event)) }
    _ = update(&state, .trainer(.finished(step: 1234, seconds: 200, reason: .stopped)))
    for key in keys { _ = update(&state, .terminal(.key(key))) }
    return state
  }

  private func press(_ key: Key, in state: inout DashboardState) -> [DashboardEffect] {
    update(&state, .terminal(.key(key)))
  }

  /// Returns the answer of a checkpoint with the image and the confusion of the synthetic run.
  private func answer(
    _ state: DashboardState, step: Int = 1100, isBest: Bool = true, isLast: Bool = false
  ) throws -> ImageAnswer {
    let request = try #require(state.images.request?.value)
    var answer = ImageAnswer(run: nil, request)
    answer.checkpoint = .init(step: step, isBest: isBest, isLast: isLast)
    var interest = Interest()
    interest.image = request.image
    interest.featureMaps = request.featureMaps
    interest.confusion = request.image == nil
    let snapshot = run.snapshot(for: interest)
    (answer.image, answer.confusion) = (snapshot.image, snapshot.confusion)
    return answer
  }

  private func text(_ state: DashboardState, _ width: Int, _ height: Int) -> String {
    view(
      state, width: width, height: height, capabilities: .init(depth: .direct, unicode: true)
    ).plainText
  }

  @Test func eachChangeOfTheScreenSendsOneRequest() {
    var state = ended()
    let first = ImageRequest(
      checkpoint: .best, image: .validation(.init()), featureMaps: "conv1", isAlone: true)
    #expect(press(.character("5"), in: &state) == [.analyzeImages(first)])
    #expect(update(&state, .tick(seconds: 9)) == [])
    var next = first
    next.image = .validation(.init(from: 1))
    #expect(press(.right, in: &state) == [.analyzeImages(next)])
    next.featureMaps = "norm1"
    #expect(press(.down, in: &state) == [.analyzeImages(next)])
    let confusion = ImageRequest(checkpoint: .best, image: nil, isAlone: true)
    #expect(press(.character("v"), in: &state) == [.analyzeImages(confusion)])
    #expect(press(.character("3"), in: &state).contains(.analyzeImages(nil)))
  }

  @Test func aRunThatTrainsIsNotAskedByItsCheckpoint() {
    var state = run.state
    #expect(press(.character("5"), in: &state) == [])
    _ = update(&state, .snapshot(run.snapshot(for: state.interest)))
    let effects = update(
      &state, .trainer(.finished(step: 1234, seconds: 200, reason: .completed)))
    #expect(
      effects == [
        .analyzeImages(
          .init(
            checkpoint: .best, image: .validation(.init()), featureMaps: "conv1", isAlone: true))
      ])
    // The last image of the trainer stays until the checkpoint answers.
    #expect(state.imageAnalysis != nil && state.imageSource == "step 1,234")
  }

  @Test(
    arguments: [
      (ImageChoice?.none, true), (.validation(.init(from: 3)), false),
      (.validation(.init(errorsOnly: true)), true), (.validation(.init(label: 3)), true),
      (.file(path: "/x.png"), false),
    ])
  func searchesAndTheConfusionNeedAllValidationImages(choice: ImageChoice?, needed: Bool) {
    let request = ImageRequest(checkpoint: .last, image: choice, isAlone: true)
    #expect(request.needsValidation == needed)
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60)])
  func theScreenNamesTheCheckpoint(width: Int, height: Int) throws {
    var state = ended(.character("5"))
    _ = update(&state, .terminal(.resized(width: width, height: height)))
    #expect(text(state, width, height).contains("reading the checkpoint…"))
    #expect(!text(state, width, height).contains("alexnet resume"))
    _ = update(&state, .imageAnswer(try answer(state)))
    let shown = text(state, width, height)
    #expect(shown.contains("best checkpoint, step 1,100:"), "\(shown)")
    #expect(shown.contains("class 23") && shown.contains("48.0%") && shown.contains("conv1"))
    _ = press(.character("v"), in: &state)
    var confusion = try answer(state)
    confusion.progress = .init(done: 320, total: 800, secondsLeft: 12)
    _ = update(&state, .imageAnswer(confusion))
    #expect(text(state, width, height).contains("Confused most"))
  }

  @Test func theProgressIsShownUntilAllImagesAreEvaluated() throws {
    var state = ended(.character("5"), .character("v"))
    var answer = try answer(state)
    answer.confusion = nil
    answer.progress = .init(done: 320, total: 800, secondsLeft: 12)
    _ = update(&state, .imageAnswer(answer))
    let shown = text(state, 120, 40)
    #expect(shown.contains("evaluated 320 of 800 · 0:12 left"), "\(shown)")
    // Esc returns to the image, which needs no evaluation.
    let effects = press(.escape, in: &state)
    #expect(
      effects == [
        .analyzeImages(
          .init(
            checkpoint: .best, image: .validation(.init()), featureMaps: "conv1", isAlone: true))
      ])
  }

  @Test func aSearchCountsWhatTheCheckpointGetsWrong() throws {
    var state = ended(.character("5"), .character("f"))
    #expect(state.notice?.text == NoticeText.errorsOfCheckpoint)
    var answer = try answer(state)
    answer.image?.match = SearchMatch(step: 1100, count: 7, images: 800, place: 2)
    _ = update(&state, .imageAnswer(answer))
    let shown = text(state, 120, 40)
    #expect(shown.contains("wrong: 7 of 800 images") && shown.contains("wrong one 2 of 7"))
    #expect(!shown.contains("still wrong") && !shown.contains("evaluated"))
    answer.progress = .init(done: 800, total: 2000)
    _ = update(&state, .imageAnswer(answer))
    #expect(text(state, 200, 60).contains("evaluated 800 of 2,000"))
  }

  @Test func theOtherCheckpointCanAnswer() throws {
    var state = ended(.character("5"))
    _ = update(&state, .imageAnswer(try answer(state)))
    let effects = press(.character("b"), in: &state)
    #expect(
      effects == [
        .analyzeImages(
          .init(
            checkpoint: .last, image: .validation(.init()), featureMaps: "conv1", isAlone: true))
      ])
    // An answer of the best checkpoint that was on its way is ignored.
    let before = state
    var late = try answer(state)
    late.request.checkpoint = .best
    _ = update(&state, .imageAnswer(late))
    #expect(state == before)
    _ = update(&state, .imageAnswer(try answer(state, step: 1234, isBest: false, isLast: true)))
    #expect(text(state, 120, 40).contains("last checkpoint, step 1,234"))
    _ = press(.character("b"), in: &state)
    #expect(state.images.checkpoint == .best)
  }

  @Test(arguments: [true, false])
  func aSingleCheckpointIsNotChosen(isValidated: Bool) throws {
    var state = ended(.character("5"))
    _ = update(
      &state, .imageAnswer(try answer(state, step: 1234, isBest: isValidated, isLast: true)))
    #expect(press(.character("b"), in: &state) == [])
    #expect(state.notice?.text == NoticeText.bestCheckpointIsLast(isValidated: isValidated))
  }

  @Test(arguments: [(80, 24), (120, 40)])
  func withoutACheckpointTheScreenSaysWhy(width: Int, height: Int) throws {
    var state = ended(.character("5"))
    var answer = ImageAnswer(run: nil, try #require(state.images.request?.value))
    answer.problem = "The run 'amber-heron' has no checkpoint."
    _ = update(&state, .imageAnswer(answer))
    #expect(text(state, width, height).contains("has no checkpoint"))
    _ = press(.right, in: &state)
    #expect(state.notice?.text == NoticeText.noCheckpointAnswers)
  }

  @Test(arguments: [(80, 24), (120, 40)])
  func withoutDataOwnImagesAreStillAnalysed(width: Int, height: Int) throws {
    var state = ended(.character("5"))
    var answer = try answer(state)
    answer.absence = "This run was imported, so it has no validation images of its own."
    answer.image = ImageAnalysis(.validation(.init()), problem: answer.absence)
    _ = update(&state, .imageAnswer(answer))
    let shown = text(state, width, height)
    #expect(shown.contains("imported") && shown.contains("opens"), "\(shown)")
    _ = press(.character("o"), in: &state)
    #expect(state.overlay == .image(.path(TextField())))
  }

  @Test func anAnswerOfAnotherLaneIsIgnored() throws {
    var state = ended(.character("5"))
    let before = state
    var answer = try answer(state)
    answer.run = "another"
    _ = update(&state, .imageAnswer(answer))
    #expect(state == before)
  }
}
