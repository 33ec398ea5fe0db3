import Blueprint

/// The runs that try some claims, planned before the first step. Its file `study.json` does not change while
/// the runs train: together with the records of finished runs it determines the report.
///
/// It contains no path and no date, so that it can be published.
public struct Study: Hashable, Codable, Sendable {
  /// The version of the format. It increases when older programs cannot read newer studies.
  public static let currentVersion = 1

  /// The version of the format in which the study was written.
  public var version = Study.currentVersion
  /// The name of the study.
  public var name: String
  /// The claims that were asked for, in the order of the paper.
  public var claims: [Claim.Name]
  /// The experiments that are tried, by name.
  public var experiments: [String]
  /// The experiments that are not tried.
  public var omissions: [Omission]
  /// The seeds of the runs that decide the claims.
  public var seeds: [UInt64]
  /// The number of seeds that was asked for. The budget can make it smaller.
  public var requestedSeeds: Int
  /// The images.
  public var data: RunRecord.Data
  /// The images that the study is for.
  public var scale: StudyScale
  /// The number of training images that are used, in a rehearsal; `nil` uses all.
  public var limit: Int?
  /// The epochs of every measured run, in a rehearsal; `nil` for those that fit.
  public var epochs: Int?
  /// The number of compute threads.
  public var threads: Int
  /// The time for the study in hours; `nil` without a limit.
  public var budgetHours: Double?
  /// The part of the full schedules that all runs train, 0…1. No run is shorter than the least of its family.
  public var share: Double
  /// The seconds of a training step of each arm, measured when the study was planned.
  public var stepSeconds: [String: Double]
  /// The sessions in their order.
  public var sessions: [Session]

  /// Runs that are trained side by side, because they have the same batches.
  public struct Session: Hashable, Codable, Sendable {
    /// The runs.
    public var runs: [PlannedRun]

    /// The expected time, in seconds.
    public var seconds: Double { runs.reduce(0) { $0 + $1.seconds } }
  }

  /// A run of a study.
  public struct PlannedRun: Hashable, Codable, Sendable {
    /// The name of the run.
    public var name: String
    /// The arm that the run belongs to.
    public var arm: Arm.Name
    /// The purpose of the run.
    public var purpose: RunRecord.Purpose
    /// The plan. It names the images and has no path. If ``takesSweptRate`` is true, its learning rate is
    /// replaced by that of the best run of the arm's sweep.
    public var plan: RunPlan
    /// A Boolean value that indicates whether the sweep of the arm chooses the learning rate.
    public var takesSweptRate: Bool
    /// The numbers of views with which the last checkpoint is evaluated on the validation images.
    public var views: [Int]
    /// A Boolean value that indicates whether the last checkpoint is evaluated on the training images too.
    public var evaluatesTraining: Bool
    /// The expected time with its evaluations, in seconds.
    public var seconds: Double

    /// The seed of the run.
    public var seed: UInt64 { plan.seed }
  }

  /// An experiment that is not tried.
  public struct Omission: Hashable, Codable, Sendable {
    /// The name of the experiment.
    public var experiment: String
    /// The reason, as a sentence.
    public var reason: String
  }
}

extension Study {
  /// All runs in the order of their sessions.
  public var runs: [PlannedRun] { sessions.flatMap(\.runs) }

  /// The expected time of all runs, in seconds.
  public var seconds: Double { sessions.reduce(0) { $0 + $1.seconds } }

  /// The families of the runs, with their epochs.
  public var families: [(family: Arm.Family, epochs: Int)] {
    Arm.Family.allCases.compactMap { family in
      let run = runs.first { $0.arm.family == family && $0.purpose == .measurement }
      guard case .epochs(let epochs)? = run?.plan.length else { return nil }
      return (family, epochs)
    }
  }

  /// The command that plans such a study, with the name of the images in place of their path.
  public var command: String {
    var words = ["\(ProgramCommand.program) reproduce"]
    if claims != Claim.all.map(\.name) { words += claims.map(\.rawValue) }
    let option = scale == .small ? "--data" : "--imagenet"
    words.append("\(option) \(data.name.shellWord) --seeds \(requestedSeeds)")
    if let limit { words.append("--limit \(limit)") }
    if let epochs { words.append("--epochs \(epochs)") }
    if let budgetHours { words.append("--budget \(Setting.text(of: budgetHours))") }
    if name != Self.standardName { words.append("--study \(name)") }
    return words.joined(separator: " ")
  }

  /// The name of a study without another name.
  public static let standardName = "reproduction"
}

extension String {
  /// The text as one word of a shell's command line.
  var shellWord: String {
    let isPlain = allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./".contains($0)) }
    return isPlain && !isEmpty ? self : "'\(replacing("'", with: "'\\''"))'"
  }
}
