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
    guard let run = timelineRun else { return }
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
    recordKernels(always: true)
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
    do {
      guard always || kernelRecording?.isDue(at: step) == true else { return }
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
    switch activations {
    case .none: return
    case .batch: break
    case .validation: guard instruments.measuredStep == step else { return }
    }
    do {
      guard always || layerRecording?.isDue(at: step) == true else { return }
      try layerRecording?.record(self)
    } catch {
      layerRecording = nil
      warnOfTimeline("layers", "Statistics of layers are", error)
    }
  }

  /// Measures the statistics of the latest step before a validation replaces the activations, since the
  /// run can end with the validation. Compared with a validation this takes no time.
  func measureBeforeValidation() {
    guard layerRecording != nil, activations == .batch else { return }
    _ = try? instruments.measurements(of: self)
  }

  private func warnOfTimeline(_ kind: String, _ subject: String, _ error: any Error) {
    let problem = (error as? any Explained)?.problem ?? "\(error)"
    let what = kind == "kernels" ? "the kernels" : "the statistics of the layers"
    unsavedTimelines.append("\(what) of the last steps (\(problem))")
    warn(kind: kind, "\(error) \(subject) no longer recorded.")
  }
}
