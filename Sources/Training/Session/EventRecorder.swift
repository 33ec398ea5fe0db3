import Blueprint
import DisplayText
import FoundationEssentials
import Images
import Runs

/// Writes each event of a run to its journal and sends it to the watchers. When the journal can no longer be
/// written, the recorder warns once and training continues.
final class EventRecorder {
  let journal: Journal
  private let watchers: Watchers
  private var failure: RunsError?
  /// True if the journal is released at the end of the run, although the trainer continues.
  private let releasesEndedRun: Bool

  /// - Parameter releasesEndedRun: True to let other processes change the run once it has ended.
  init(journal: Journal, watchers: Watchers, releasesEndedRun: Bool) {
    self.journal = journal
    self.watchers = watchers
    self.releasesEndedRun = releasesEndedRun
  }

  func record(_ event: TrainingEvent) { record(event, as: journal.run) }

  /// Renames the run. The event of the renaming is the last with the old name.
  func rename(to name: String, in store: RunStore, step: Int) throws(RunsError) -> Run {
    let old = journal.run
    let run = try store.rename(journal, to: name)
    record(.renamed(step: step, name: name), as: old)
    return run
  }

  private func record(_ event: TrainingEvent, as run: String) {
    if let failure, let step = event.finalStep {
      let message = "Not saved: the journal of the last steps (\(failure.problem))."
      send(.warning(step: step, kind: TrainingEvent.unsaved, message: message), as: run)
    }
    var newFailure: RunsError?
    watchers.post(EventLine(run: run, event: event)) {
      // A receiver of the event can change the run at once.
      defer { if releasesEndedRun, event.finalStep != nil { journal.release() } }
      guard failure == nil else { return }
      do throws(RunsError) {
        try journal.append(event)
      } catch {
        newFailure = error
      }
    }
    if let newFailure {
      failure = newFailure
      let message = "\(newFailure) No further events are recorded."
      send(.warning(step: 0, kind: "journal", message: message), as: journal.run)
    }
  }

  /// Sends an event that is not in the journal.
  private func send(_ event: TrainingEvent, as run: String) {
    watchers.post(EventLine(run: run, event: event))
  }
}

extension TrainingEvent {
  /// The step of an event that ends a run; `nil` for other events.
  var finalStep: Int? {
    switch self {
    case .finished(let step, _, _), .failed(let step, _): step
    case .started, .step, .validation, .rate, .scheduled, .toggled, .paused, .checkpoint, .resumed,
      .warning, .renamed:
      nil
    }
  }
}

extension EventRecorder {
  /// Records that the run continues, which knobs have changed, and which files were damaged.
  func record(_ resumption: Resumption, _ resumed: TrainingEvent.Resumed) {
    let tornBytes = journal.tornBytes
    let step = resumption.step
    let knobs = resumption.knobs
    let before = resumption.checkpoint?.state.knobs ?? resumption.plan.knobs
    record(.resumed(resumed))
    if knobs.rate != before.rate {
      let factor = resumption.plan.rateFactor(ofStep: step + 1)
      record(.rate(step: step, rate: knobs.rate * factor, cause: .hand))
    }
    if (knobs.dropout > 0) != (before.dropout > 0) {
      record(.toggled(step: step, knob: .dropout, on: knobs.dropout > 0))
    }
    if knobs.lrn != before.lrn { record(.toggled(step: step, knob: .lrn, on: knobs.lrn)) }
    for warning in resumption.warnings {
      record(.warning(step: step, kind: "checkpoint", message: warning))
    }
    if tornBytes > 0 {
      let message =
        "The last line of the journal was incomplete; its \(NumberText.grouped(tornBytes)) bytes were removed."
      record(.warning(step: step, kind: "journal", message: message))
    }
  }
}

extension TrainingEvent.Resumed {
  /// Describes a resumption at the present time.
  init(_ resumption: Resumption) {
    self.init(
      step: resumption.step, knobs: resumption.knobs, length: resumption.plan.length,
      time: Date().timeIntervalSince1970)
  }
}

extension TrainingEvent.Started {
  /// Describes a run that starts at the present time.
  init(_ plan: RunPlan, data: any DataSource, run: Run) throws(BlueprintError) {
    self.init(
      run: run.name, network: plan.network.name,
      parameters: try plan.network.layout().parameters, data: data.name, classes: data.classes,
      trainImages: plan.imagesPerEpoch(of: data.count(.train)),
      validationImages: data.count(.validation), seed: plan.seed, plan: plan,
      time: Date().timeIntervalSince1970)
  }
}
