import Blueprint
import FoundationEssentials
import Glibc
import Observing
import Runs

/// Writes the events of a run to an event file while the run trains. One thread uses it; the trainer does not.
///
/// A run that continues gets a further file in the same folder. The file first repeats what the journal has and
/// the earlier files lack.
public final class RunEventWriter {
  /// The largest share of the time in which pictures are drawn.
  private static let drawingShare = 0.005

  private var run: Run
  private var folder: EventFolder
  private let file: EventFile
  private var conversion: EventConversion
  /// The name of the layer whose kernels are drawn; `nil` without a convolution.
  private let kernelLayer: String?
  private let draw: KernelDrawing
  /// Records that have not been written yet.
  private var pending: [UInt8] = []
  /// The latest step with numbers.
  private(set) var step: Int
  /// The step of the latest statistics, and of the latest picture.
  private var written: (layers: Int, kernels: Int)
  /// The earliest time of the next picture.
  private var nextDrawing = ContinuousClock.now

  /// Creates the folder and the file of a run, with the events from before the session.
  /// - Parameters:
  ///   - run: The run.
  ///   - first: The first event of the session: `started` or `resumed`.
  ///   - directory: The folder that TensorBoard shows.
  ///   - draw: Draws the kernels.
  /// - Throws: `ExchangeError`, and `RunsError` if the journal cannot be read.
  public init(
    _ run: Run, from first: TrainingEvent, in directory: String, draw: @escaping KernelDrawing
  ) throws {
    let journal = try run.recording().events
    guard let started = (journal + [first]).runStart else {
      throw ExchangeError.notStarted(run: run.name)
    }
    let session = SessionStart(first, in: journal)
    try EventFolder.create(directory)
    folder = try EventFolder(of: run.name, startedAt: started.time, in: directory)
    try EventFolder.create(folder.path)
    let earlier = try folder.files()
    let kept = try session.keptStep(after: EventFolderEnd(of: earlier))
    let now = Date().timeIntervalSince1970
    file = try EventFile(path: folder.newFile(at: now))
    self.run = run
    self.draw = draw
    kernelLayer = started.plan.network.firstConvolution?.name
    conversion = EventConversion(started.plan.network)
    step = kept
    written = (kept, kept)
    append(EventConversion.version(at: now))
    if !earlier.isEmpty { append(EventConversion.restart(at: kept + 1, date: now)) }
    append(conversion.record(of: .started(started)))
    for event in session.history {
      let record = conversion.record(of: event)
      guard let number = event.measuredStep, number > kept else { continue }
      step = max(step, number)
      append(record)
    }
  }

  /// The path of the folder with the event files.
  public var path: String { folder.path }

  /// Adds events, and the statistics and kernels that were recorded up to them.
  /// - Parameters:
  ///   - events: The next events of the run.
  ///   - now: The date of the last of them, in seconds since 1970.
  public func add(_ events: [TrainingEvent], at now: Double) {
    for case .step(let last) in events.reversed().prefix(16) {
      conversion.synchronize(last.seconds, with: now)
      break
    }
    for event in events {
      if let number = event.measuredStep { step = max(step, number) }
      // The start was written with the file.
      if case .started = event { continue }
      append(conversion.record(of: event))
    }
    addLayers()
    addKernels()
  }

  /// Writes everything that was added.
  /// - Throws: `ExchangeError.fileFailed`. What was added is then lost, and later events can be written.
  public func flush() throws(ExchangeError) {
    defer { pending.removeAll(keepingCapacity: true) }
    if !pending.isEmpty { try file.append(pending) }
  }

  /// Gives the folder the new name of its run, unless there is another folder of this name.
  public func move(to run: Run) {
    self.run = run
    let parent = folder.path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    let path = (parent + [Substring(run.name)]).joined(separator: "/")
    guard access(path, F_OK) != 0, rename(folder.path, path) == 0 else { return }
    file.path = path + file.path.dropFirst(folder.path.count)
    folder.path = path
  }

  private func append(_ record: Tensorboard_Event?) {
    if let record { pending += record.recordBytes }
  }

  /// Adds the recorded statistics of the layers. A file that cannot be read has none.
  private func addLayers() {
    guard let timeline = try? LayerTimeline(path: run.layersPath) else { return }
    for record in timeline.records(after: written.layers) where record.step <= step {
      append(conversion.record(of: record))
      written.layers = record.step
    }
  }

  /// Draws the latest recorded kernels, unless the pictures would use too much time.
  private func addKernels() {
    let start = ContinuousClock.now
    guard let kernelLayer, start >= nextDrawing,
      let timeline = try? KernelTimeline(path: run.kernelsPath),
      let index = timeline.index(at: step), timeline.steps[index] > written.kernels,
      timeline.steps[index] <= max(step, 0),
      let kernels = timeline.kernels(at: index)
    else { return }
    let number = timeline.steps[index]
    append(conversion.record(of: draw(kernels), layer: kernelLayer, step: number))
    written.kernels = number
    let end = ContinuousClock.now
    nextDrawing = end + (end - start) / Self.drawingShare
  }
}

/// The place at which a session begins in the journal of a run.
private struct SessionStart {
  /// The valid events of earlier sessions, up to the step after which the run continues.
  private(set) var history: [TrainingEvent] = []
  private let resumptions: [TrainingEvent.Resumed]
  /// The step after which the run continues; `nil` at the start.
  private let step: Int?

  init(_ first: TrainingEvent, in journal: [TrainingEvent]) {
    guard case .resumed(let resumed) = first else {
      step = nil
      resumptions = []
      return
    }
    step = resumed.step
    let index = journal.lastIndex { event in
      if case .resumed(let recorded) = event { recorded.time == resumed.time } else { false }
    }
    let earlier = journal[..<(index ?? journal.endIndex)]
    history = RecordedEvents(earlier + [first]).events
    resumptions = (earlier + [first]).compactMap { event in
      if case .resumed(let resumed) = event { resumed } else { nil }
    }
  }

  /// Returns the last step whose values stay as they are; the later ones are written again. It is -1 if all
  /// are written.
  func keptStep(after end: EventFolderEnd) -> Int {
    guard let step else { return -1 }
    // The validation after the last step can be missing, so that step is written again.
    var kept = min((end.step ?? 0) - 1, step)
    for resumed in resumptions where resumed.time > end.date { kept = min(kept, resumed.step) }
    return max(-1, kept)
  }
}

extension [TrainingEvent] {
  /// The start of the run, with its latest plan; `nil` without one. An imported run starts again with its first
  /// images.
  var runStart: TrainingEvent.Started? {
    var start: TrainingEvent.Started?
    for case .started(let started) in self {
      start = start ?? started
      start?.plan = started.plan
    }
    return start
  }
}
