import FoundationEssentials
import Glibc

/// The sizes of a run's files, in bytes.
public struct RunSize: Equatable, Sendable {
  /// All files in the run's folder: the plan, the journal, the checkpoints, the timelines, pictures of
  /// kernels and the note.
  public internal(set) var total = 0
  /// All checkpoints.
  public internal(set) var checkpoints = 0
  /// The number of checkpoints.
  public internal(set) var checkpointCount = 0
  /// The journal.
  public internal(set) var journal = 0
  /// The kernels of the first layer over time.
  public internal(set) var kernels = 0
  /// The statistics of the layers over time.
  public internal(set) var layers = 0
}

extension Run {
  /// The size of all files in the run's folder, in bytes; 0 if the folder cannot be read.
  public var diskBytes: Int { size.total }

  /// The sizes of the files in the run's folder; all 0 if the folder cannot be read.
  public var size: RunSize {
    let paths = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
    return paths.reduce(into: RunSize()) { size, name in
      let path = "\(folder)/\(name)"
      var status = stat()
      guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return }
      let bytes = Int(status.st_size)
      size.total += bytes
      if path.hasPrefix("\(checkpoints.path)/") {
        size.checkpoints += bytes
        size.checkpointCount += 1
      } else if path == journalPath {
        size.journal = bytes
      } else if path == kernelsPath {
        size.kernels = bytes
      } else if path == layersPath {
        size.layers = bytes
      }
    }
  }
}
