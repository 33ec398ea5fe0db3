import Blueprint
import DisplayText
import Glibc

/// An error of an export. The extension below has the messages.
public enum ExchangeError: Error, Hashable, Sendable {
  /// A system call failed. `action` is a verb such as "create" or "write", and `code` an `errno`.
  case fileFailed(action: String, path: String, code: Int32)
  /// The network needs more bytes than an ONNX file can have.
  case tooLargeForONNX(network: String, bytes: Int, limit: Int)
  /// The mean that training subtracted has another shape than the network's input.
  case meanDoesNotFit(mean: [Int], input: Shape)
  /// The run has no events yet.
  case notStarted(run: String)
  /// The folder already has event files of the run.
  case eventsExist(folder: String)
  /// A trainer writes the event files in the folder.
  case eventsInUse(folder: String)
  /// The caller requested the end before the file was complete. The file is then unchanged.
  case stopped
}

extension ExchangeError: Explained {
  /// The problem, without a full stop.
  public var problem: String {
    switch self {
    case .fileFailed(let action, let path, let code):
      "cannot \(action) \(path): \(String(cString: strerror(code)))"
    case .tooLargeForONNX(let network, let bytes, let limit):
      "the network '\(network)' needs \(NumberText.bytes(bytes)), but an ONNX file has at most "
        + NumberText.bytes(limit)
    case .meanDoesNotFit(let mean, let input):
      "the mean that training subtracted has \(mean.map(String.init).joined(separator: "×")) numbers, "
        + "which does not fit the network's input of \(input)"
    case .notStarted(let run):
      "the run '\(run)' has not started, and has no events"
    case .eventsExist(let folder):
      "there are already events of the run in \(folder)"
    case .eventsInUse(let folder):
      "the events in \(folder) are being written by the run's trainer"
    case .stopped:
      "the export was stopped"
    }
  }

  /// The action that solves the problem, without a full stop.
  public var remedy: String {
    switch self {
    case .fileFailed(_, _, ENOSPC), .fileFailed(_, _, EDQUOT):
      "Free disk space, or give another path"
    case .fileFailed(_, _, EFBIG):
      "Raise the limit on the size of files; see `ulimit -f`"
    case .fileFailed(_, _, ENOENT):
      "Create its folder, or give another path"
    case .fileFailed:
      "Check the folder and its permissions, or give another path"
    case .tooLargeForONNX:
      "Export it as FILE.safetensors"
    case .meanDoesNotFit:
      "Export another checkpoint"
    case .notStarted:
      "Export another run"
    case .eventsExist:
      "Give --force to replace them, or another folder"
    case .eventsInUse:
      "Wait until the run has ended, or give another folder"
    case .stopped:
      "Give the same command again"
    }
  }
}
