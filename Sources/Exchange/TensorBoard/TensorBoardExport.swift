import Blueprint
import FoundationEssentials
import Glibc
import Observing
import Runs

/// Writes all that is recorded of a run as an event file for TensorBoard.
public struct TensorBoardExport {
  /// The content of an event file.
  public struct Summary: Equatable, Sendable {
    /// The path of the file.
    public var path: String
    /// The number of steps.
    public var steps = 0
    /// The number of validations.
    public var validations = 0
    /// The number of pictures of the kernels.
    public var pictures = 0
    /// The number of histograms.
    public var histograms = 0
    /// The size of the file in bytes.
    public var bytes = 0
  }

  private let run: Run
  private let directory: String
  private let draw: KernelDrawing

  /// Creates an export.
  /// - Parameters:
  ///   - run: The run.
  ///   - directory: The folder that TensorBoard shows. The run gets a folder in it.
  ///   - draw: Draws the kernels.
  public init(_ run: Run, to directory: String, draw: @escaping KernelDrawing) {
    self.run = run
    self.directory = directory
    self.draw = draw
  }

  /// Writes the file. Until it is complete, an earlier one of the run is unchanged.
  /// - Parameters:
  ///   - replacesEvents: True to remove earlier event files of the run.
  ///   - progress: Called with the share of the records that are written, 0…1. An error that it throws ends
  ///     the export; ``ExchangeError/stopped`` is meant for that.
  /// - Returns: The content of the file.
  /// - Throws: `ExchangeError`, `RunsError`, and the errors of `progress`.
  public func write(
    replacesEvents: Bool = false, progress: (Double) throws -> Void = { _ in }
  ) throws -> Summary {
    let journal = try run.recording().events
    guard let started = journal.runStart else {
      throw ExchangeError.notStarted(run: run.name)
    }
    try EventFolder.create(directory)
    let folder = try EventFolder(of: run.name, startedAt: started.time, in: directory)
    let earlier = try folder.files()
    if earlier.contains(where: EventFile.isBeingWritten) {
      throw ExchangeError.eventsInUse(folder: folder.path)
    }
    guard earlier.isEmpty || replacesEvents else {
      throw ExchangeError.eventsExist(folder: folder.path)
    }
    try EventFolder.create(folder.path)
    let path = try folder.newFile(at: Date().timeIntervalSince1970)
    var content = RecordedContent(run, RecordedEvents(journal).events, started, draw)
    // TensorBoard would read a file whose name contains "tfevents" before it is complete.
    let file = try OutputFile(path: path, temporaryPath: "\(folder.path)/.\(getpid()).part")
    var summary = try content.write(to: file, progress: progress)
    try file.finish()
    for file in earlier { unlink(file) }
    summary.path = path
    return summary
  }
}

/// The events and the recorded statistics of a run, which are written in the order of their steps.
private struct RecordedContent {
  private let events: [TrainingEvent]
  private let started: TrainingEvent.Started
  private let layers: [LayerTimeline.Record]
  private let kernels: KernelTimeline?
  private let draw: KernelDrawing
  private var conversion: EventConversion
  /// The numbers of the records of both timelines that are written.
  private var position = (layers: 0, kernels: 0)
  private var summary = TensorBoardExport.Summary(path: "")

  init(
    _ run: Run, _ events: [TrainingEvent], _ started: TrainingEvent.Started,
    _ draw: @escaping KernelDrawing
  ) {
    self.events = events
    self.started = started
    self.draw = draw
    // Timelines that cannot be read are as good as none: the events are exported.
    layers = (try? LayerTimeline(path: run.layersPath))?.records() ?? []
    kernels =
      started.plan.network.firstConvolution == nil
      ? nil : try? KernelTimeline(path: run.kernelsPath)
    conversion = EventConversion(started.plan.network)
  }

  mutating func write(
    to file: OutputFile, progress: (Double) throws -> Void
  ) throws -> TensorBoardExport.Summary {
    try file.write(EventConversion.version(at: started.time).recordBytes)
    try file.write(conversion.record(of: .started(started))?.recordBytes ?? [])
    for (index, event) in events.enumerated() {
      if let step = event.measuredStep { try writeTimelines(before: step, to: file) }
      try progress(share(events: index))
      if case .started = event { continue }
      guard let record = conversion.record(of: event) else { continue }
      try file.write(record.recordBytes)
      if case .step = event { summary.steps += 1 }
      if case .validation = event { summary.validations += 1 }
    }
    try writeTimelines(before: .max, to: file, progress: progress)
    summary.bytes = file.count
    return summary
  }

  /// Writes the recorded statistics and kernels of the steps before one.
  private mutating func writeTimelines(
    before step: Int, to file: OutputFile, progress: (Double) throws -> Void = { _ in }
  ) throws {
    while position.layers < layers.count, layers[position.layers].step < step {
      let record = conversion.record(of: layers[position.layers])
      try file.write(record.recordBytes)
      summary.histograms += record.summary.value.count { $0.value.isHistogram }
      position.layers += 1
    }
    guard let kernels, let layer = started.plan.network.firstConvolution?.name else { return }
    while position.kernels < kernels.steps.count, kernels.steps[position.kernels] < step {
      try progress(share(events: events.count))
      // A damaged record is left out.
      if let weights = kernels.kernels(at: position.kernels) {
        let number = kernels.steps[position.kernels]
        let record = conversion.record(of: draw(weights), layer: layer, step: number)
        try file.write(record.recordBytes)
        summary.pictures += 1
      }
      position.kernels += 1
    }
  }

  /// The share of the records that are written. Drawing takes most of the time.
  private func share(events count: Int) -> Double {
    let pictures = Double(kernels?.steps.count ?? 0) * Self.stepsPerPicture
    let done = Double(count) + Double(position.kernels) * Self.stepsPerPicture
    return done / max(1, Double(events.count) + pictures)
  }

  /// The time of a picture, in times of a step's record.
  private static let stepsPerPicture = 100.0
}

extension Tensorboard_Summary.Value.OneOf_Value? {
  fileprivate var isHistogram: Bool { if case .histo? = self { true } else { false } }
}
