import Blueprint
import Images
import Runs

/// What comparing a run's data with their record has found, where the run can continue on them.
public struct DataFinding: Sendable {
  /// The record to be written before the first step; `nil` where the one that there is holds.
  public var record: DataFingerprint?
  /// What a person has to know, as a sentence.
  public var notice: String?
  /// The images are not those of the record, which a person has accepted.
  public var hasOtherImages = false
}

/// Compares the data that a run is to continue on with its record of them.
public struct DataCheck {
  private let data: any DataSource
  private let resumption: Resumption
  private let run: Run
  private let acceptsChanges: Bool

  /// - Parameters:
  ///   - data: opened by the resumption's plan.
  ///   - acceptsChanges: images can have been added, removed or changed.
  public init(
    of data: any DataSource, for resumption: Resumption, of run: Run, acceptsChanges: Bool
  ) {
    self.data = data
    self.resumption = resumption
    self.run = run
    self.acceptsChanges = acceptsChanges
  }

  /// - Throws: `DataMismatch`; or what is wrong with the record or the data.
  public func finding() throws -> DataFinding {
    let now = try data.fingerprint()
    let plan = resumption.plan
    if let record = try Self.record(of: run) {
      return try finding(now, differing: now.difference(from: record), from: record)
    }
    guard now.classes.count == plan.network.classes else {
      throw DataMismatch.otherClassCount(
        network: plan.network.classes, now: now.classes.count, data: place)
    }
    guard let beginning = try run.beginning() else { return DataFinding(record: now) }
    try checkClasses(of: now, beginning)
    return try unrecorded(now, beginning)
  }

  private func finding(
    _ now: DataFingerprint, differing difference: DataFingerprint.Difference?,
    from record: DataFingerprint
  ) throws(DataMismatch) -> DataFinding {
    switch difference {
    case nil: return DataFinding()
    case .otherClass(let number, let recorded, let other):
      throw .otherClass(number: number, recorded: recorded, now: other, data: place)
    case .otherLabel(let first):
      throw .otherLabel(
        image: data.name(of: first.image, label: first.now, in: first.split),
        recorded: record.classes[first.recorded].name, now: now.classes[first.now].name,
        count: first.count)
    case .otherImages(let changes):
      guard acceptsChanges else { throw .otherImages(changes, data: place) }
      return accepted(now, "The images have changed: \(changes.words). They are accepted")
    }
  }

  /// The run's journal has the classes' names, though the run has no record. Names for people can come
  /// from a file that is not beside the data any more: then the classes' own names will do.
  private func checkClasses(
    of now: DataFingerprint, _ beginning: TrainingEvent.Started
  ) throws(DataMismatch) {
    let names = now.classes.map(\.name)
    guard names != beginning.classes, now.classes.map(\.id) != beginning.classes else { return }
    for (index, pair) in zip(beginning.classes, names).enumerated() where pair.0 != pair.1 {
      throw .otherClass(number: index + 1, recorded: pair.0, now: pair.1, data: place)
    }
  }

  /// Without a record there are still the numbers of images.
  private func unrecorded(
    _ now: DataFingerprint, _ beginning: TrainingEvent.Started
  ) throws(DataMismatch) -> DataFinding {
    let state = resumption.checkpoint?.state
    let before = [
      state?.imagesPerEpoch ?? beginning.trainImages,
      state?.validationImages ?? beginning.validationImages,
    ]
    let after = [
      resumption.plan.imagesPerEpoch(of: data.count(.train)), data.count(.validation),
    ]
    var changes = DataFingerprint.ImageChanges()
    for (before, after) in zip(before, after) {
      changes.added += max(0, after - before)
      changes.removed += max(0, before - after)
    }
    let unchecked = "The run has no record of its images, which cannot be checked"
    guard before != after else {
      return DataFinding(record: now, notice: "\(unchecked). They are recorded now.")
    }
    guard acceptsChanges else { throw .otherImages(changes, data: place) }
    return accepted(now, "\(unchecked), and their numbers have changed: \(changes.words). Accepted")
  }

  private func accepted(_ now: DataFingerprint, _ words: String) -> DataFinding {
    DataFinding(
      record: now, notice: "\(words) (--accept-changed-data) and recorded from here on.",
      hasOtherImages: true)
  }

  private var place: String { resumption.plan.data.place }
}

extension DataCheck {
  /// Checks that data that were opened once more are those of a run, for a lane beside it.
  public static func checkUnchanged(
    _ data: any DataSource, at choice: DataChoice, since run: Run
  ) throws {
    guard let record = try record(of: run) else { return }
    guard try data.fingerprint().difference(from: record) == nil else {
      throw DataMismatch.changedMeanwhile(run: run.name, data: choice.place)
    }
  }

  private static func record(of run: Run) throws -> DataFingerprint? {
    guard let bytes = try run.dataRecord() else { return nil }
    do throws(DataFingerprint.Damage) {
      return try DataFingerprint(json: bytes)
    } catch {
      throw DataMismatch.damagedRecord(path: run.dataPath, error)
    }
  }
}

extension DataChoice {
  /// Where the data are, for messages.
  fileprivate var place: String {
    switch self {
    case .scenes: "scenes"
    case .folder(let path): path
    }
  }
}
