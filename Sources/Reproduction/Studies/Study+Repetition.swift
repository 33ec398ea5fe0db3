import Blueprint

extension Study {
  /// Returns the study of one of its runs alone, which repeats it.
  /// - Parameters:
  ///   - run: The run as it was planned.
  ///   - plan: Its recorded plan, with the learning rate of the sweep.
  public func repeating(_ run: PlannedRun, _ plan: RunPlan) -> Study {
    var again = run
    again.name = "again-\(run.name)"
    again.plan = plan
    again.takesSweptRate = false
    var study = self
    study.name = again.name
    study.sessions = [Session(runs: [again])]
    return study
  }

  /// Checks that images are those of the study.
  /// - Throws: `StudyError.otherStudy`.
  public func checkImages(_ images: RunRecord.Data) throws(StudyError) {
    guard images != data else { return }
    throw .otherStudy(name: name, setting: "set of images", recorded: data.label, now: images.label)
  }
}

extension RunRecord.Data {
  /// The name with the beginning of the identity: "CIFAR-10 (9d2e3f01)".
  public var label: String { "\(name) (\(fingerprint.prefix(8)))" }
}
