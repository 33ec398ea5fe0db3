import Blueprint
import Compute
import DisplayText
import Images
import Runs

extension Lane {
  /// The state of the lane without the weights and momentum buffers.
  var state: TrainingState {
    TrainingState(
      plan: plan, knobs: knobs, step: step, seconds: seconds, waited: waited,
      imagesPerEpoch: imagesPerEpoch, validationImages: validationSet.count,
      validationIsDue: validationIsDue,
      validationError: lastValidation.flatMap { $0.step == step ? $0.error : nil },
      bestError: bestError, plateau: schedule.plateau, flatness: flatLoss.flatness,
      errorInterval: errorInterval, imageShape: data.imageShape)
  }

  /// Writes a checkpoint between two steps if one is due, or begins to.
  func checkpointIfDue() {
    let isBest = lastValidation.map { $0.step == step && $0.isBest } ?? false
    save(checkpointer?.isDue(step: step, isBest: isBest) ?? false)
    reportCheckpoints()
  }

  /// Writes a checkpoint and waits for it: at the end, and while all lanes are paused.
  func checkpointNow() {
    let state = state
    save(checkpointer?.isNew(state) ?? false)
    checkpointer?.finish()
    reportCheckpoints()
  }

  /// Writes a checkpoint if rank 0 has one to write, or begins to. The ranks with the parts of its network gather
  /// their parameters at the same moment.
  private func save(_ isDue: Bool) {
    guard job?.decide(isDue) ?? isDue else { return }
    checkpointer?.save(state)
    partnerGather?.run { _ in }
  }

  /// Reports the checkpoints that were written, and those that failed, since the last call.
  func reportCheckpoints() {
    for event in checkpointer?.drainEvents() ?? [] { report(event) }
  }

  /// Renames the run. A checkpoint that is being written is completed under the old name first.
  func rename(to name: String) throws {
    checkpointer?.finish()
    reportCheckpoints()
    guard let run = try callbacks.rename?(name, step) else { return }
    setRun(run)
    checkpointer?.run = run
  }

  /// Reports at the end which files of the run are not complete on the disk, and why.
  func warnOfUnsaved() {
    var parts: [String] = []
    if let checkpointer, let problem = checkpointer.problem(in: state) {
      let last = checkpointer.lastStep
      let latest =
        last.map { "the latest is that of step \(NumberText.grouped($0))" }
        ?? "the run has no other"
      parts.append(
        "the checkpoint of step \(NumberText.grouped(step)) (\(problem); \(latest))")
    }
    parts += unsavedTimelines
    guard !parts.isEmpty else { return }
    warn(kind: TrainingEvent.unsaved, "Not saved: \(parts.joined(separator: ", and ")).")
  }

  /// Restores the state from a checkpoint, and without other ranks also the weights and the momentum buffers.
  /// Everything else follows from the plan and the step.
  /// - Throws: `RunsError.foreignCheckpoint` if the checkpoint does not fit the plan or the images.
  func restore(_ setup: Setup) throws {
    guard let state = setup.firstState else { return }
    let checkpoint = setup.resumption?.checkpoint
    guard
      setup.hasOtherImages
        || state.imagesPerEpoch == imagesPerEpoch && state.validationImages == validationSet.count
    else {
      throw RunsError.foreignCheckpoint(
        path: checkpoint?.path ?? "",
        reason: "it was trained on \(NumberText.grouped(state.imagesPerEpoch)) images and "
          + "validated on \(NumberText.grouped(state.validationImages)); the data now have "
          + "\(NumberText.grouped(imagesPerEpoch)) and \(NumberText.grouped(validationSet.count))")
    }
    if job == nil, let checkpoint {
      for segment in ParameterCopy.segments(of: network) {
        let numbers = try checkpoint.numbers(segment.name, shape: segment.parameter.shape)
        try segment.parameter.write(numbers, to: segment.quantity)
      }
    }
    restore(state)
  }

  /// Restores the weights and the momentum buffers on all ranks from the checkpoint that rank 0 has.
  /// - Parameter setup: The setup of the lane.
  func shareParameters(of setup: Setup) throws {
    guard let job, setup.firstState != nil else { return }
    for segment in ParameterCopy.segments(of: network) {
      let numbers = try job.share(count: segment.parameter.count) {
        try setup.resumption?.checkpoint?.numbers(segment.name, shape: segment.parameter.shape)
          ?? []
      }
      try segment.parameter.write(numbers, to: segment.quantity)
    }
  }

  /// Copies the weights, the momentum buffers, the knobs and the state of another lane of the same network.
  func copyState(of parent: Lane) throws {
    let segments = ParameterCopy.segments(of: network)
    for (segment, source) in zip(segments, ParameterCopy.segments(of: parent.network)) {
      try segment.parameter.write(source.parameter.read(source.quantity), to: segment.quantity)
    }
    knobs = parent.knobs
    restore(parent.state)
  }

  private func restore(_ state: TrainingState) {
    step = state.step
    seconds = state.seconds
    waited = state.waited
    validationIsDue = state.validationIsDue
    lastValidation = state.validationError.map { .init(step: state.step, error: $0, isBest: false) }
    bestError = state.bestError
    schedule.plateau = state.plateau
    flatLoss.flatness = state.flatness
    if errorInterval != nil { errorInterval = state.errorInterval ?? .init() }
  }
}
