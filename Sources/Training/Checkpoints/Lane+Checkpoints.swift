import Blueprint
import Compute
import Images
import Runs

extension Lane {
  /// All but the numbers of the network.
  var state: TrainingState {
    TrainingState(
      plan: plan, knobs: knobs, step: step, seconds: seconds, waited: waited,
      imagesPerEpoch: imagesPerEpoch, validationImages: validationSet.count,
      validationIsDue: validationIsDue,
      validationError: lastValidation.flatMap { $0.step == step ? $0.error : nil },
      bestError: bestError, plateau: schedule.plateau, flatness: flatLoss.flatness)
  }

  /// Between two steps.
  func checkpointIfDue() {
    let isBest = lastValidation.map { $0.step == step && $0.isBest } ?? false
    checkpointer?.takeIfDue(state, step: step, isBest: isBest)
    tellOfCheckpoints()
  }

  /// At once: at the end, or while the trainer has nothing else to do.
  func checkpointNow() {
    checkpointer?.takeAndWait(state)
    tellOfCheckpoints()
  }

  /// Gives its run another name. What is being written goes by the old one, and is waited for.
  func rename(to name: String) throws {
    checkpointer?.finish()
    tellOfCheckpoints()
    guard let run = try lines.rename?(name, step) else { return }
    take(run)
    checkpointer?.run = run
    kernelRecording?.move(to: run.kernelsPath)
  }

  /// At the end: what of the run is not on the disk, and why.
  func warnOfUnsaved() {
    var parts: [String] = []
    if let checkpointer, let problem = checkpointer.problem(in: state) {
      let last = checkpointer.lastStep
      let latest = last.map { "the latest is that of step \($0)" } ?? "there is none"
      parts.append("the checkpoint of step \(step) (\(problem); \(latest))")
    }
    if let kernelsProblem { parts.append("the kernels of the last steps (\(kernelsProblem))") }
    guard !parts.isEmpty else { return }
    let message = "Not saved: \(parts.joined(separator: ", and "))."
    lines.report(.warning(step: step, kind: TrainingEvent.unsaved, message: message))
  }

  func tellOfCheckpoints() {
    for news in checkpointer?.takeNews() ?? [] { lines.report(news) }
  }

  /// Continues from a checkpoint: what is not in it is a function of the plan and the step.
  /// - Parameter hasOtherImages: the checkpoint can be of another number of images.
  func adopt(_ checkpoint: Checkpoint, hasOtherImages: Bool) throws {
    let state = checkpoint.state
    guard
      hasOtherImages
        || state.imagesPerEpoch == imagesPerEpoch && state.validationImages == validationSet.count
    else {
      throw RunsError.foreignCheckpoint(
        path: checkpoint.path,
        reason: "it learned from \(state.imagesPerEpoch) and was examined on "
          + "\(state.validationImages) images; now there are \(imagesPerEpoch) and "
          + "\(validationSet.count)")
    }
    for part in Snapshot.parts(of: network) {
      let numbers = try checkpoint.numbers(part.name, shape: part.parameter.shape)
      try part.parameter.write(numbers, to: part.part)
    }
    adopt(state)
  }

  /// Stands where another lane of the same network stands, knobs included.
  func adopt(_ parent: Lane) throws {
    let parts = Snapshot.parts(of: network)
    for (mine, its) in zip(parts, Snapshot.parts(of: parent.network)) {
      try mine.parameter.write(its.parameter.read(its.part), to: mine.part)
    }
    knobs = parent.knobs
    adopt(parent.state)
  }

  private func adopt(_ state: TrainingState) {
    step = state.step
    seconds = state.seconds
    waited = state.waited
    validationIsDue = state.validationIsDue
    lastValidation = state.validationError.map { .init(step: state.step, error: $0, isBest: false) }
    bestError = state.bestError
    schedule.plateau = state.plateau
    flatLoss.flatness = state.flatness
  }
}
