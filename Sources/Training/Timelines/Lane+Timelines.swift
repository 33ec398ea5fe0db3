import Blueprint
import Compute
import Runs

extension Lane {
  /// The images of which the network has the activations.
  enum Activations {
    /// No image: the network has not computed a step yet, although the lane can have steps of an earlier
    /// session.
    case none
    /// The batch of the latest step.
    case batch
    /// A batch of a validation after the latest step.
    case validation
  }

  /// Opens the timelines and records the present kernels. When a file cannot be written, the lane warns
  /// and training continues.
  func beginTimelines() {
    if let run = timelineRun { openTimelines(of: run) }
    recordKernels(always: true)
  }

  private func openTimelines(of run: Run) {
    do {
      kernelRecording = try KernelRecording(network, path: run.kernelsPath, after: step)
    } catch {
      warnOfTimeline("kernels", "Kernels are", error)
    }
    do {
      layerRecording = try LayerRecording(path: run.layersPath, after: step)
    } catch {
      warnOfTimeline("layers", "Statistics of layers are", error)
    }
  }

  /// Records the kernels and the statistics of the layers between two steps, if a record is due.
  /// - Parameter always: True to record them also if no record is due.
  func recordTimelines(always: Bool = false) {
    recordKernels(always: always)
    recordLayers(always: always)
  }

  /// Sets the paths of the files after the run was renamed.
  func moveTimelines(to run: Run) {
    kernelRecording?.move(to: run.kernelsPath)
    layerRecording?.move(to: run.layersPath)
  }

  private func recordKernels(always: Bool) {
    let isDue = kernelRecording.map { always || $0.isDue(at: step) } ?? false
    guard decide(isDue) else { return }
    guard job?.isPartner != true else { return instruments.readKernels(of: self) }
    do {
      try kernelRecording?.record(step: step)
    } catch {
      kernelRecording = nil
      warnOfTimeline("kernels", "Kernels are", error)
    }
  }

  /// Records the statistics of the layers in the latest step. There are none before the first step of the
  /// session.
  /// - Parameter always: True to record them also if no record is due.
  func recordLayers(always: Bool) {
    let hasStatistics =
      switch activations {
      case .none: false
      case .batch: true
      case .validation: instruments.measuredStep == step
      }
    let isDue = layerRecording.map { always || $0.isDue(at: step) } ?? false
    guard decide(hasStatistics && isDue) else { return }
    guard job?.isPartner != true else { return measure() }
    do {
      try layerRecording?.record(self)
    } catch {
      layerRecording = nil
      warnOfTimeline("layers", "Statistics of layers are", error)
    }
  }

  /// Measures the statistics of the latest step before a validation replaces the activations, since the
  /// run can end with the validation. Compared with a validation this takes no time.
  func measureBeforeValidation() {
    guard decide(layerRecording != nil && activations == .batch) else { return }
    measure()
  }

  private func measure() { _ = try? instruments.measurements(of: self) }

  /// Returns rank 0's decision about a record, to which all parts of its network contribute.
  private func decide(_ isDue: Bool) -> Bool { job?.decide(isDue) ?? isDue }

  private func warnOfTimeline(_ kind: String, _ subject: String, _ error: any Error) {
    let problem = (error as? any Explained)?.problem ?? "\(error)"
    let what = kind == "kernels" ? "the kernels" : "the statistics of the layers"
    unsavedTimelines.append("\(what) of the last steps (\(problem))")
    warn(kind: kind, "\(error) \(subject) no longer recorded.")
  }
}
