import FoundationEssentials

/// A file with the part of the program that uses an MPI library.
public struct MPIPart: Equatable, Sendable {
  /// The path of the file.
  public var path: String
  /// The name and the version of the library, such as "Open MPI v4.1.4", or the reason why the file cannot
  /// be used.
  public var library: Result<String, ClusterError>

  /// Creates a description.
  public init(path: String, library: Result<String, ClusterError>) {
    self.path = path
    self.library = library
  }

  /// Opens a file and its MPI library, which is not started.
  init(opening path: String) {
    self.path = path
    library = Result { () throws(ClusterError) in
      Engine.name(ofLibrary: String(cString: try Engine.functions(of: path).library()!))
    }
  }

  /// Returns the files that exist, up to the first one that can be opened: the one that `ALEXNET_MPI_LIBRARY`
  /// names, or those near the program.
  ///
  /// The functions of an MPI library are global in a process, so a second library would have the name of the first.
  /// - Parameters:
  ///   - program: The path of the program.
  ///   - environment: The environment variables.
  public static func all(near program: String, _ environment: [String: String]) -> [MPIPart] {
    let near = MPIJob.folders(of: program).flatMap { folder in
      MPILibrary.allCases.map { "\(folder)/\($0.fileName)" }
    }
    let named = environment[MPIJob.fileVariable].map { [$0] }
    var parts: [MPIPart] = []
    for path in named ?? near.filter({ FileManager.default.fileExists(atPath: $0) }) {
      let part = MPIPart(opening: path)
      parts.append(part)
      if case .success = part.library { break }
    }
    return parts
  }
}
