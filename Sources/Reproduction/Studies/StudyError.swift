import Blueprint
import DisplayText

/// A reason why a study cannot be planned or continued.
public enum StudyError: Error, Hashable, Sendable {
  /// Not even the shortest experiment fits into the budget.
  case budgetTooSmall(hours: Double, leastHours: Double)
  /// The images have a size for which the networks of the claims are not made.
  case unsuitableImages(data: String, image: Shape, StudyScale)
  /// There are no training images, or no validation images.
  case noImages(data: String, train: Int, validation: Int)
  /// No experiment of a claim is made for the images.
  case noExperiment(claim: String, others: [String])
  /// A network of an arm is not possible with the images.
  case network(BlueprintError)
  /// The study exists with another setting.
  case otherStudy(name: String, setting: String, recorded: String, now: String)
  /// A file of the study cannot be read.
  case damagedFile(path: String, reason: String)
  /// A file has a newer version than this program can read.
  case newerFile(path: String, version: Int)
  /// There is no study in a folder.
  case noStudy(path: String)
  /// A study has no record of a run.
  case noRecord(run: String, path: String)
  /// A run of the study's name exists and has another plan.
  case foreignRun(name: String, study: String)
  /// The journal of a finished run does not have all of its steps.
  case incompleteJournal(run: String, steps: Int, found: Int)
  /// A run was changed while it trained: settings, or its length. `change` is "rate 0.002" or "length".
  case changedByHand(run: String, change: String)
  /// All runs that choose the rate of an arm have diverged.
  case noRate(arm: String)
}

extension StudyError: Explained {
  /// The problem, without a full stop.
  public var problem: String {
    switch self {
    case .budgetTooSmall(let hours, let least):
      "no claim can be tried in \(Setting.text(of: hours)) hours: the shortest experiment needs about "
        + Self.text(hours: least)
    case .unsuitableImages(let data, let image, .small):
      "the claims cannot be tried on \(data), whose images are \(image): the networks are made for images of "
        + "3×32×32"
    case .unsuitableImages(let data, let image, .imageNet):
      "the released configurations cannot be trained on \(data), whose images are \(image): they need at "
        + "least 3×227×227"
    case .noImages(let data, let train, let validation):
      "\(data) has \(NumberText.grouped(train)) training images and \(NumberText.grouped(validation)) "
        + "validation images"
    case .noExperiment(let claim, _): "the claim '\(claim)' has no experiment on these images"
    case .network(let error): error.problem
    case .otherStudy(let name, let setting, let recorded, let now):
      "the study '\(name)' exists with another \(setting): \(recorded), not \(now)"
    case .damagedFile(let path, let reason): "the file \(path) cannot be read: \(reason)"
    case .newerFile(let path, let version):
      "the file \(path) has version \(version), newer than this program"
    case .noStudy(let path): "there is no study in \(path)"
    case .noRecord(let run, let path): "the study in \(path) has no record of a run '\(run)'"
    case .foreignRun(let name, let study):
      "the run '\(name)' exists and is not part of the study '\(study)'"
    case .incompleteJournal(let run, let steps, let found):
      "the journal of the run '\(run)' has \(NumberText.grouped(found)) of its "
        + "\(NumberText.grouped(steps)) steps"
    case .changedByHand(let run, let change):
      "the run '\(run)' is no longer that of its plan: it was changed by hand (\(change))"
    case .noRate(let arm): "all learning rates of the sweep of '\(arm)' have diverged"
    }
  }

  /// The user's next action, without a full stop.
  public var remedy: String {
    switch self {
    case .budgetTooSmall(_, let least): "Give --budget \(Self.text(hours: least)) or more"
    case .unsuitableImages(_, _, .small):
      "`\(ProgramCommand.getData("cifar-10"))` fetches images that fit; CIFAR-100 fits too"
    case .unsuitableImages(_, _, .imageNet):
      "Use photographs in class folders, or make them 256×256 with `\(ProgramCommand.prepareData("PATH"))`"
    case .noImages: "Use a folder with both"
    case .noExperiment(_, let others): "Claims with one are \(others.joined(separator: ", "))"
    case .network(let error): error.remedy
    case .otherStudy(let name, _, _, _):
      "Leave the option out to continue '\(name)', or give another name with --study"
    case .damagedFile: "Restore the file, or begin another study with --study NAME"
    case .newerFile: "Use a newer version of alexnet"
    case .noStudy: "Name a folder with the file study.json"
    case .noRecord: "The names of its runs are those of the files in records"
    case .foreignRun: "Rename that run, or begin a study with another name with --study"
    case .incompleteJournal(let run, _, _), .changedByHand(let run, _):
      "Delete the run with `\(ProgramCommand.program) runs delete \(run)`; then it is trained again"
    case .noRate: "The images cannot be learned with these networks; check them"
    }
  }

  /// Hours with a precision that rounds up: "0.12".
  private static func text(hours: Double) -> String {
    Setting.text(of: (hours * 100).rounded(.up) / 100)
  }
}
