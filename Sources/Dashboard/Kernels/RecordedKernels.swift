import Runs
import TerminalUI

/// An answer to `loadKernels`: which steps a run's time-line has, and the kernels at one of them.
public struct RecordedKernels: Equatable, Sendable {
  /// Whose, by the run's name; nil is the only one.
  public var run: String?
  public var steps: [Int]
  public var step: Int?
  public var kernels: Kernels?
  /// Whether this step was asked for, or just what there is.
  public var wasAsked: Bool
  /// Why there is less than was asked for, in words.
  public var problem: String?

  public init(
    run: String? = nil, steps: [Int], step: Int? = nil, kernels: Kernels? = nil, wasAsked: Bool,
    problem: String? = nil
  ) {
    self.run = run
    self.steps = steps
    self.step = step
    self.kernels = kernels
    self.wasAsked = wasAsked
    self.problem = problem
  }

  /// Reads a run's time-line: the record at `step` or the last before it; of nil, the latest there is.
  public init(of run: Run, at step: Int?) {
    do {
      guard let timeline = try KernelTimeline(path: run.kernelsPath) else {
        self.init(
          run: run.name, steps: [], wasAsked: step != nil,
          problem: step == nil ? nil : "this run has no time-line of its kernels")
        return
      }
      guard let index = timeline.index(at: step ?? .max) else {
        self.init(run: run.name, steps: [], wasAsked: step != nil)
        return
      }
      let kernels = timeline.kernels(at: index)
      self.init(
        run: run.name, steps: timeline.steps, step: timeline.steps[index], kernels: kernels,
        wasAsked: step != nil,
        problem: kernels == nil
          ? "the record of step \(Digits.grouped(timeline.steps[index])) cannot be read" : nil)
    } catch {
      self.init(run: run.name, steps: [], wasAsked: step != nil, problem: "\(error)")
    }
  }
}

/// What is to be written as pictures: the sheet on the screen, and the time-line in its order.
public struct KernelExport: Equatable, Sendable {
  public var step: Int
  public var kernels: Kernels
  /// Which of them, in which order.
  public var order: [Int]
  public var contrast: KernelGrid.Contrast

  public init(
    step: Int, kernels: Kernels, order: [Int]? = nil, contrast: KernelGrid.Contrast = .each
  ) {
    self.step = step
    self.kernels = kernels
    self.order = order ?? Array(0..<kernels.count)
    self.contrast = contrast
  }

  /// The sheet, each weight a square of pixels, on black.
  public var picture: Pixels { picture(of: kernels) }

  /// The sheet of another moment.
  public func picture(of kernels: Kernels) -> Pixels {
    var grid = KernelGrid(
      count: kernels.count, channels: kernels.channels, size: kernels.size,
      weights: kernels.weights, contrast: contrast)
    grid.shown = order.filter { $0 < kernels.count }
    // About as wide as a page shows it, and a third wider than high.
    let columns = max(1, Int((Double(order.count) * 4 / 3).squareRoot().rounded(.up)))
    let scale = max(1, 44 / max(1, kernels.size))
    return grid.picture(columns: columns, scale: scale, gap: 4, ground: .rgb(0))
  }
}
