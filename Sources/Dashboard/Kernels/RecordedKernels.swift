import DisplayText
import Observing
import Runs
import TerminalUI

/// The reply to `loadKernels`: the steps of a run's timeline, and the kernels of one record.
public struct RecordedKernels: Equatable, Sendable {
  /// The run's name; `nil` is the only run.
  public var run: String?
  /// The steps of all records, in order.
  public var steps: [Int]
  /// The step of the kernels; `nil` without kernels.
  public var step: Int?
  /// The kernels of a record; `nil` if there is none or it cannot be read.
  public var kernels: Kernels?
  /// True if a step was requested, false if only the timeline was.
  public var wasRequested: Bool
  /// The text of an error; `nil` without one.
  public var problem: String?

  /// Creates a reply from its values.
  public init(
    run: String? = nil, steps: [Int], step: Int? = nil, kernels: Kernels? = nil, wasRequested: Bool,
    problem: String? = nil
  ) {
    self.run = run
    self.steps = steps
    self.step = step
    self.kernels = kernels
    self.wasRequested = wasRequested
    self.problem = problem
  }

  /// Reads a run's timeline.
  /// - Parameter step: The step whose record, or the last before it, is read; `nil` reads the
  ///   latest.
  public init(of run: Run, at step: Int?) {
    do {
      guard let timeline = try KernelTimeline(path: run.kernelsPath) else {
        self.init(
          run: run.name, steps: [], wasRequested: step != nil,
          problem: step == nil ? nil : "this run has no timeline of its kernels")
        return
      }
      guard let index = timeline.index(at: step ?? .max) else {
        self.init(run: run.name, steps: [], wasRequested: step != nil)
        return
      }
      let kernels = timeline.kernels(at: index)
      self.init(
        run: run.name, steps: timeline.steps, step: timeline.steps[index], kernels: kernels,
        wasRequested: step != nil,
        problem: kernels == nil
          ? "the record of step \(NumberText.grouped(timeline.steps[index])) cannot be read" : nil)
    } catch {
      self.init(run: run.name, steps: [], wasRequested: step != nil, problem: "\(error)")
    }
  }
}
