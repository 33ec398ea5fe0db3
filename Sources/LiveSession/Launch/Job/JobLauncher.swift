import FoundationEssentials
import Glibc
import Machine

/// A program that starts the ranks of a job: the `mpirun` of an MPI library.
public struct JobLauncher: Equatable, Sendable {
  /// The library whose launcher it is.
  public enum Library: Equatable, Sendable { case openMPI, mpich }

  /// The path of the program.
  public var path: String
  /// The library.
  public var library: Library

  /// Creates a launcher from its path and the text that it prints with `--version`; `nil` for the launcher of
  /// an unknown library.
  init?(path: String, version: String) {
    let text = version.lowercased()
    if ["open mpi", "openrte", "prrte"].contains(where: text.contains) {
      library = .openMPI
    } else if ["hydra", "mpich", "intel(r) mpi"].contains(where: text.contains) {
      library = .mpich
    } else {
      return nil
    }
    self.path = path
  }

  /// The names under which systems install launchers, in the order in which they are tried.
  public static let names = ["mpirun", "mpiexec", "mpirun.openmpi", "mpirun.mpich"]

  /// Returns the first launcher in the folders of `PATH` that fulfils a condition; `nil` without one.
  /// - Parameters:
  ///   - folders: The value of `PATH`.
  ///   - isUsable: Returns true for a launcher whose library can be used.
  public static func find(
    in folders: String, where isUsable: (JobLauncher) -> Bool = { _ in true }
  ) -> JobLauncher? {
    for name in names {
      for folder in folders.split(separator: ":") {
        let path = "\(folder)/\(name)"
        guard FileManager.default.isExecutableFile(atPath: path) else { continue }
        if let launcher = JobLauncher(path: path, version: version(of: path)), isUsable(launcher) {
          return launcher
        }
      }
    }
    return nil
  }

  /// Returns the words of the command line that starts a program several times on this machine.
  /// - Parameters:
  ///   - processes: The number of processes.
  ///   - isRoot: True if this process is that of the superuser, whom Open MPI refuses otherwise.
  ///   - program: The words of the program's command line.
  public func words(processes: Int, isRoot: Bool, program: [String]) -> [String] {
    let count = ["-n", "\(processes)"]
    switch library {
    case .mpich: return [path] + count + program
    case .openMPI:
      // Without these options Open MPI binds each of two ranks to one processor, refuses more ranks than
      // processors, kills ranks one second after it has asked them to end, and lets waiting ranks spin.
      let options = [
        "--bind-to", "none", "--oversubscribe",
        "--mca", "odls_base_sigkill_timeout", "30", "--mca", "mpi_yield_when_idle", "1",
      ]
      return [path] + count + options + (isRoot ? ["--allow-run-as-root"] : []) + program
    }
  }

  /// Runs a launcher with `--version`. Foundation's `Process` would start a thread, which could receive the
  /// signals for the supervisor.
  private static func version(of path: String) -> String {
    let output = SocketPair()
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output.theirs, STDOUT_FILENO)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    let words: [String] = [path, "--version"]
    var arguments = words.map { strdup($0) } + [nil]
    defer { for text in arguments { free(text) } }
    var process: pid_t = 0
    let code = posix_spawn(&process, path, &actions, nil, &arguments, environ)
    output.closeTheirs()
    guard code == 0 else { return "" }
    let text = OpenFile.rest(of: output.ours.descriptor) ?? []
    _ = ProcessExit(waitingFor: process)
    return String(decoding: text, as: UTF8.self)
  }
}
