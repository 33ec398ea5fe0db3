import Blueprint
import Images
import Runs

/// The result of comparing a run's data with the run's record of them, for data on which the run can
/// continue.
public struct DataFinding: Sendable {
  /// The record to write before the first step; `nil` if the present record is correct.
  public var record: DataFingerprint?
  /// A warning for the user, as a sentence; `nil` if there is none.
  public var notice: String?
  /// True if the images are not those of the record, and the user has accepted that.
  public var hasOtherImages = false
}

/// Compares data with a run's record, before the run continues on them.
public struct DataCheck {
  private let data: any DataSource
  private let resumption: Resumption
  private let run: Run
  private let acceptsChanges: Bool

  /// Creates a check.
  /// - Parameters:
  ///   - data: The data of the resumption's plan.
  ///   - resumption: The checkpoint to continue from, with its plan.
  ///   - run: The run with the record.
  ///   - acceptsChanges: Accepts images that were added, removed or changed.
  public init(
    of data: any DataSource, for resumption: Resumption, of run: Run, acceptsChanges: Bool
  ) {
    self.data = data
    self.resumption = resumption
    self.run = run
    self.acceptsChanges = acceptsChanges
  }

  /// Compares the data with the record, or without a record with the journal.
  /// - Throws: `DataMismatch` when the run cannot continue on the data, or the error of reading the data or
  ///   the record.
  public func finding() throws -> DataFinding {
    let now = try data.fingerprint()
    let plan = resumption.plan
    if try run.plan().data == .imported { return try firstFinding(now) }
    if let record = try Self.record(of: run) {
      return try finding(for: now.difference(from: record), of: now, from: record)
    }
    guard now.classes.count == plan.network.classes else {
      throw DataMismatch.otherClassCount(
        network: plan.network.classes, now: now.classes.count, data: location)
    }
    guard let start = try run.startEvent() else { return DataFinding(record: now) }
    try checkClasses(of: now, start)
    return try compareCounts(now, start)
  }

  /// Returns the finding for the first data of an imported run, which all are other images than those of
  /// its training. Only the classes are compared, where the import named them.
  private func firstFinding(_ now: DataFingerprint) throws -> DataFinding {
    let outputs = resumption.plan.network.classes
    guard now.classes.count == outputs else {
      throw DataMismatch.otherClassCount(
        network: outputs, now: now.classes.count, data: location)
    }
    guard let imported = try importedClasses() else {
      let names = now.classes.prefix(2).map { "'\($0.name)'" }.joined(separator: ", output 2 is ")
      return DataFinding(
        record: now,
        notice: "The imported network has no names of classes. In the order of the data, its "
          + "output 1 is \(names), and so on.", hasOtherImages: true)
    }
    try imported.check(now, data: location)
    return DataFinding(record: now, hasOtherImages: true)
  }

  /// The classes that the import named; `nil` if it named none.
  private func importedClasses() throws -> [TrainingClass]? {
    guard resumption.plan.imported?.hasClassNames == true else { return nil }
    if let record = try Self.record(of: run) {
      return record.classes.map { TrainingClass(id: $0.id, name: $0.name) }
    }
    return try run.startEvent()?.classes.map { TrainingClass(id: nil, name: $0) }
  }

  /// Returns the finding for a difference between the present data and the record.
  private func finding(
    for difference: DataFingerprint.Difference?, of now: DataFingerprint,
    from record: DataFingerprint
  ) throws(DataMismatch) -> DataFinding {
    switch difference {
    case nil: return DataFinding()
    case .otherClass(let number, let recorded, let other):
      throw .otherClass(number: number, recorded: recorded, now: other, data: location)
    case .otherLabel(let first):
      throw .otherLabel(
        image: data.name(of: first.image, label: first.now, in: first.split),
        recorded: record.classes[first.recorded].name, now: now.classes[first.now].name,
        count: first.count)
    case .otherImages(let changes):
      guard acceptsChanges else { throw .otherImages(changes, data: location) }
      return accepted(now, "The images have changed: \(changes.summary). They are accepted")
    }
  }

  /// Compares the classes with the journal of a run that has no record. The journal holds display names,
  /// whose file can be missing now; then the names of the folders must agree.
  private func checkClasses(
    of now: DataFingerprint, _ start: TrainingEvent.Started
  ) throws(DataMismatch) {
    let names = now.classes.map(\.name)
    guard names != start.classes, now.classes.map(\.id) != start.classes else { return }
    for (index, pair) in zip(start.classes, names).enumerated() where pair.0 != pair.1 {
      throw .otherClass(number: index + 1, recorded: pair.0, now: pair.1, data: location)
    }
  }

  /// Compares the numbers of images of a run that has no record.
  private func compareCounts(
    _ now: DataFingerprint, _ start: TrainingEvent.Started
  ) throws(DataMismatch) -> DataFinding {
    let state = resumption.checkpoint?.state
    let before = [
      state?.imagesPerEpoch ?? start.trainImages,
      state?.validationImages ?? start.validationImages,
    ]
    let after = [
      resumption.plan.imagesPerEpoch(of: data.count(.train)), data.count(.validation),
    ]
    var changes = DataFingerprint.ImageChanges()
    for (before, after) in zip(before, after) {
      changes.added += max(0, after - before)
      changes.removed += max(0, before - after)
    }
    let unchecked = "The run has no record of its images, so they cannot be checked"
    guard before != after else {
      return DataFinding(record: now, notice: "\(unchecked). They are recorded now.")
    }
    guard acceptsChanges else { throw .otherImages(changes, data: location) }
    return accepted(
      now,
      "\(unchecked), and their numbers have changed: \(changes.summary). The changes are accepted")
  }

  private func accepted(_ now: DataFingerprint, _ message: String) -> DataFinding {
    DataFinding(
      record: now, notice: "\(message) (--accept-changed-data) and recorded now.",
      hasOtherImages: true)
  }

  private var location: String { resumption.plan.data.location }
}

extension DataCheck {
  /// Checks that data that were opened again, for a lane beside a run, are still those of the run.
  /// - Throws: `DataMismatch`, or the error of reading the data or the record.
  public static func checkUnchanged(
    _ data: any DataSource, at choice: DataChoice, since run: Run
  ) throws {
    guard let record = try record(of: run) else { return }
    guard try data.fingerprint().difference(from: record) == nil else {
      throw DataMismatch.changedMeanwhile(run: run.name, data: choice.location)
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
  /// The location of the data, for messages.
  var location: String {
    switch self {
    case .scenes: "scenes"
    case .folder(let path): path
    case .imported: description
    }
  }
}
