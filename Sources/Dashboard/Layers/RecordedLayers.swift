import Runs

/// The reply to `loadLayers`: the steps of the statistics of a run's layers, and records of them.
public struct RecordedLayers: Equatable, Sendable {
  /// The run's name; `nil` is the only run.
  public var run: String?
  /// The steps of all records, in order.
  public var steps: [Int]
  /// The requested records, in order, without those that cannot be read.
  public var records: [LayerTimeline.Record]
  /// The text of an error; `nil` without one.
  public var problem: String?

  /// Creates a reply from its values.
  public init(
    run: String? = nil, steps: [Int], records: [LayerTimeline.Record], problem: String? = nil
  ) {
    self.run = run
    self.steps = steps
    self.records = records
    self.problem = problem
  }

  /// Reads the statistics of a run's layers.
  /// - Parameter step: The step after which records are read; `nil` reads all.
  public init(of run: Run, after step: Int?) {
    do {
      let timeline = try LayerTimeline(path: run.layersPath)
      self.init(
        run: run.name, steps: timeline?.steps ?? [], records: timeline?.records(after: step) ?? [])
    } catch {
      self.init(run: run.name, steps: [], records: [], problem: "\(error)")
    }
  }
}
