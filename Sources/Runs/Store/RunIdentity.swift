import Glibc

/// The identity of a run's folder in the file system, which does not change when the run is renamed.
public struct RunIdentity: Hashable, Sendable {
  private let device: UInt
  private let number: UInt

  fileprivate init?(folder: String) {
    var status = stat()
    guard stat(folder, &status) == 0 else { return nil }
    device = UInt(status.st_dev)
    number = UInt(status.st_ino)
  }
}

extension Run {
  /// The run's identity; `nil` if there is no run of this name now.
  public var identity: RunIdentity? { RunIdentity(folder: folder) }
}

extension RunStore {
  /// Finds a run under its present name; `nil` if it was deleted.
  public func run(_ identity: RunIdentity) -> Run? {
    ((try? folderNames()) ?? []).lazy.map { Run(name: $0, folder: "\(directory)/\($0)") }
      .first { $0.identity == identity }
  }
}
