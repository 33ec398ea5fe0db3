import DisplayText
import Observing
import Runs

/// The answers of the images' screen: of the trainer while the run trains, and of a checkpoint afterwards.
extension DashboardState {
  /// The latest answer of a checkpoint of the run in focus; `nil` while the run trains.
  var checkpointAnswer: ImageAnswer? {
    guard lane.hasEnded, let answer = images.answer, answer.run == focusedRun else { return nil }
    return answer
  }

  /// The analysis of the shown image, or of the previous one until it arrives. The last one of the trainer
  /// stays until a checkpoint has answered.
  var imageAnalysis: ImageAnalysis? {
    guard let answer = checkpointAnswer, answer.hasResults else { return lane.snapshot?.image }
    return answer.image
  }

  /// The confusion of the last validation, or of a checkpoint.
  var shownConfusion: Confusion? {
    guard let answer = checkpointAnswer, answer.hasResults else { return lane.snapshot?.confusion }
    return answer.confusion
  }

  /// The network that gave the shown answers: "step 1,650", or "best checkpoint, step 1,650" of a run that is
  /// over; `nil` before any.
  var imageSource: String? {
    if let answer = checkpointAnswer, answer.hasResults { return answer.checkpoint?.text }
    return lane.snapshot.map { "step \(NumberText.grouped($0.step))" }
  }

  /// True while the answer about the shown image is awaited.
  var isWaitingForImage: Bool {
    imageAnalysis?.choice != images.choice && checkpointAnswer?.problem == nil
  }

  /// The evaluation of the validation images in progress: "evaluated 320 of 800 · 12 s left".
  var evaluationProgress: String? {
    guard let progress = checkpointAnswer?.progress else { return nil }
    return "evaluated \(NumberText.grouped(progress.done)) of \(NumberText.grouped(progress.total))"
      + (progress.secondsLeft.map { " · \(NumberText.duration($0)) left" } ?? "")
  }

  /// The request to a checkpoint that the screen needs; `nil` while the run trains or another screen is shown.
  private var imageRequest: ImageRequest? {
    guard screen == .images, lane.hasEnded else { return nil }
    let showsImage = images.content != .confusion
    return ImageRequest(
      checkpoint: images.checkpoint, image: showsImage ? images.choice : nil,
      featureMaps: showsImage ? layerOfMaps : nil,
      cell: images.content == .formula ? images.formula.cell : nil,
      attribution: images.content == .maps ? images.attributionRequest : nil,
      isAlone: everyLaneHasEnded)
  }

  /// Sends a new request to the checkpoint if the screen shows something else, and ends the work on it if the
  /// screen is left; and ends a cancelled search for images.
  mutating func refreshImages() -> [DashboardEffect] {
    var effects: [DashboardEffect] = []
    if images.own.removeCancellation() { effects.append(.findImages(nil)) }
    let wanted = imageRequest.map { ImagesState.SentRequest(run: focusedRun, value: $0) }
    guard wanted != images.request else { return effects }
    images.request = wanted
    return effects + [.analyzeImages(wanted?.value, run: wanted?.run)]
  }

  /// Applies an answer about an image of a run that is over.
  mutating func apply(_ answer: ImageAnswer) {
    guard index(ofRun: answer.run) == focus, answer.request.checkpoint == images.checkpoint else {
      return
    }
    images.apply(answer)
  }

  /// Shows the answers of the other checkpoint of a run that is over.
  mutating func toggleCheckpoint() {
    if let checkpoint = checkpointAnswer?.checkpoint, checkpoint.isLast,
      checkpoint.isBest || images.checkpoint == .best
    {
      return showNotice(NoticeText.bestCheckpointIsLast(isValidated: checkpoint.isBest))
    }
    images.checkpoint = images.checkpoint.next
    showNotice(NoticeText.checkpoint(images.checkpoint == .best ? "best" : "last"))
  }
}
