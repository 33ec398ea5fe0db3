import ArgumentParser
import DisplayText
import Reproduction
import Runs

/// The repetition of a recorded run: a study of this run alone, with a name of its own. Its result is compared
/// with the record.
struct StudyRepetition {
  private let record: RunRecord
  private let study: Study
  private let folder: StudyFolder
  private let images: StudyImages
  private let store: StoreOptions
  private let signals = StopSignals()

  /// - Parameters:
  ///   - run: The name of the run.
  ///   - original: The recorded study.
  ///   - folder: The folder of the recorded study.
  /// - Throws: `StudyError.noRecord`, `.otherStudy` if the images are not those of the record, and the errors
  ///   of the images.
  init(
    of run: String, _ original: Study, in folder: StudyFolder, on location: StudyImages.Location,
    store: StoreOptions
  ) throws {
    guard let record = try folder.record(of: run),
      let planned = original.runs.first(where: { $0.name == run })
    else { throw StudyError.noRecord(run: run, path: folder.path) }
    self.record = record
    self.store = store
    images = try StudyImages(location)
    study = original.repeating(planned, record.plan)
    try study.checkImages(images.description)
    self.folder = StudyFolder(named: study.name, in: try store.store())
  }

  /// Trains the run, and prints the comparison.
  /// - Throws: Exit status 1 if the results differ.
  func run() throws {
    let lock = try StudyLock(of: folder)
    defer { withExtendedLifetime(lock) {} }
    if try folder.study() == nil { try folder.write(study) }
    try StudyRunner(
      study, in: folder, images: images, store: store, report: nil,
      command: "the same command", signals: signals
    ).run()
    guard let again = try folder.record(of: study.runs[0].name) else { return }
    let isSame =
      again.weights == record.weights && again.evaluations == record.evaluations
      && again.curve == record.curve
    try StandardOutput.print(text(again, isSame: isSame))
    if !isSame { throw ExitCode(1) }
  }

  private func text(_ again: RunRecord, isSame: Bool) -> String {
    guard !isSame else {
      return "the same result: weights \(again.weights.prefix(16))…, \(errors(again))"
    }
    let machines =
      again.machine == record.machine
      ? ""
      : " The record is of \(record.machine.text), this result of \(again.machine.text): other "
        + "processors and libraries give other last digits."
    return "another result: \(errors(again)) instead of \(errors(record)).\(machines)"
  }

  private func errors(_ record: RunRecord) -> String {
    guard !record.evaluations.isEmpty else { return "diverged at step \(record.lastStep.grouped)" }
    return record.evaluations.map { evaluation in
      "error \(NumberText.percent(evaluation.top1, 2)) with \(evaluation.views) "
        + "view\(evaluation.views == 1 ? "" : "s")"
    }.joined(separator: ", ")
  }
}

extension RunRecord.Machine {
  /// The machine in words.
  fileprivate var text: String {
    "\(processor), oneDNN \(oneDNN) with \(instructions), \(threads) "
      + "thread\(threads == 1 ? "" : "s")"
  }
}
