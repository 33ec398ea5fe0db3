import Blueprint
import DisplayText
import Glibc

/// A reason why the network of a run cannot be used. The extension below has the messages.
public enum EvaluatingError: Error, Hashable, Sendable {
  /// The run has no checkpoint.
  case noCheckpoints(run: String, isTraining: Bool)
  /// The run has no checkpoint of this step. `steps` are those of its checkpoints.
  case noSuchStep(run: String, step: Int, steps: [Int])
  /// No checkpoint of the run has a validation error. `steps` are those of its checkpoints.
  case notValidated(run: String, steps: [Int])
  /// Neither the record of the data nor the journal has the names of the classes.
  case noClasses(run: String)
  /// The network has another number of classes than the record of the data.
  case otherClassCount(run: String, network: Int, recorded: Int)
  /// The checkpoint does not have the mean of the training images, and the images cannot be opened.
  case noMean(run: String, data: String, reason: String)
  /// Not all classes of images are those of a run. Images have the classes `extra` that the run does not
  /// have, and do not have the classes `missing`, which alone would be allowed.
  case otherClasses(run: String, data: String, missing: [String], extra: [String])
  /// The images have another size than those that the run was trained on, and cannot be scaled.
  case otherImages(run: String, trained: Shape, data: String, found: Shape)
  /// The run was imported, so it has no images of its own.
  case noOwnImages(run: String)
  /// There are no images.
  case noImages(data: String)
  /// All images are damaged. `first` is the reason of the first one.
  case allDamaged(data: String, count: Int, first: String)
  /// A file of nearest images has a wrong structure, or cannot be read or written.
  case indexFailed(action: String, path: String, code: Int32)
  /// The caller cancelled the work.
  case cancelled
}

extension EvaluatingError: Explained {
  /// The problem, without a full stop.
  public var problem: String {
    switch self {
    case .noCheckpoints(let run, _): "the run '\(run)' has no checkpoint"
    case .noSuchStep(let run, let step, _):
      "the run '\(run)' has no checkpoint of step \(NumberText.grouped(step))"
    case .notValidated(let run, _): "no checkpoint of the run '\(run)' was validated"
    case .noClasses(let run): "the names of the classes of the run '\(run)' are not recorded"
    case .otherClassCount(let run, let network, let recorded):
      "the network of the run '\(run)' has \(NumberText.grouped(network)) classes, and the record of its data "
        + NumberText.grouped(recorded)
    case .noMean(let run, let data, let reason):
      "the mean of the training images of '\(run)' is not in its checkpoint, and cannot be measured "
        + "on \(data): \(reason)"
    case .otherClasses(let run, let data, let missing, let extra):
      "the classes of \(data) are not those of the run '\(run)': "
        + (missing.isEmpty && extra.isEmpty
          ? "several have the same name, and their order differs"
          : [Self.list("missing", missing), Self.list("not in the run", extra)]
            .compactMap(\.self).joined(separator: "; "))
    case .otherImages(let run, let trained, let data, let found):
      "the images of \(data) are \(found), and those of the run '\(run)' were \(trained)"
    case .noOwnImages(let run): "the run '\(run)' was imported, and has no images of its own"
    case .noImages(let data): "there are no images in \(data)"
    case .allDamaged(let data, let count, let first):
      "all \(NumberText.grouped(count)) images of \(data) are damaged; the first: \(first)"
    case .indexFailed(let action, let path, let code):
      "cannot \(action) \(path): \(String(cString: strerror(code)))"
    case .cancelled: "the work was stopped"
    }
  }

  /// The action that solves the problem, without a full stop.
  public var remedy: String {
    switch self {
    case .noCheckpoints(let run, let isTraining):
      isTraining
        ? "Its first one is written within ten minutes, or at its end"
        : "`\(ProgramCommand.resume(run))` trains it; a checkpoint is written at the end"
    case .noSuchStep(_, _, let steps): "Its checkpoints are of \(Self.listing(steps))"
    case .notValidated(_, let steps):
      "Give --step last, or one of its steps: \(Self.listing(steps))"
    case .noClasses(let run):
      "`\(ProgramCommand.resume(run))` records them when the training data are there"
    case .otherClassCount: "Restore the file data.json of the run from a backup"
    case .noMean(let run, _, _):
      "Restore the images, or write a new checkpoint with `\(ProgramCommand.resume(run))`"
    case .otherClasses:
      "Use images in folders with the names of the run's classes; the order does not matter, and some can "
        + "be left out"
    case .otherImages: "Use a folder with image files, which are scaled"
    case .noOwnImages: "Name a folder of images with --data"
    case .noImages: "Give a folder with JPEG, PNG or WebP files"
    case .allDamaged:
      "`\(ProgramCommand.program) data inspect --full` lists what is wrong with them"
    case .indexFailed(_, _, let code) where code == ENOSPC || code == EDQUOT: "Free disk space"
    case .indexFailed: "Check the folder of the run and its permissions"
    case .cancelled: "Give the same command again"
    }
  }

  /// The names that a message lists of each kind.
  private static let maximumListed = 5

  private static func list(_ what: String, _ names: [String]) -> String? {
    guard !names.isEmpty else { return nil }
    let shown = names.prefix(maximumListed).map { "'\($0)'" }.joined(separator: ", ")
    let rest = names.count - maximumListed
    return "\(what) \(shown)" + (rest > 0 ? " and \(NumberText.grouped(rest)) more" : "")
  }

  private static func listing(_ steps: [Int]) -> String {
    (steps.count == 1 ? "step " : "steps ") + steps.map(String.init).joined(separator: ", ")
  }
}
