import FoundationEssentials

/// The program that has started this process as one of several ranks, such as `mpirun` or `srun`, as it
/// describes itself in the environment.
public struct Launcher: Hashable, Sendable {
  /// A launcher, or the interface by which it and an MPI library communicate.
  public enum Kind: Hashable, Sendable, CaseIterable {
    /// `mpirun` of Open MPI.
    case openMPI
    /// Hydra, which is `mpirun` of MPICH and its relatives, and other launchers with PMI.
    case hydra
    /// `srun` of Slurm.
    case slurm
    /// A launcher with PMIx, such as `prun`.
    case pmix
  }

  /// The kind of the launcher.
  public var kind: Kind
  /// The number of this process, from 0.
  public var rank: Int
  /// The number of processes; `nil` if only the MPI library can find it.
  public var ranks: Int?
  /// The number of this process among those of this computer, from 0; `nil` if it is unknown.
  public var localRank: Int?
  /// The number of processes on this computer; `nil` if it is unknown.
  public var localRanks: Int?
  /// A Boolean value that indicates whether the launcher offers an interface by which an MPI library connects the
  /// processes, PMIx or PMI. `srun` does so with its option `--mpi`, or if the cluster is configured that way.
  public var offersInterface: Bool

  /// Creates a description.
  public init(
    kind: Kind, rank: Int, ranks: Int?, localRank: Int? = nil, localRanks: Int? = nil,
    offersInterface: Bool = true
  ) {
    self.kind = kind
    self.rank = rank
    self.ranks = ranks
    self.localRank = localRank
    self.localRanks = localRanks
    self.offersInterface = offersInterface
  }

  /// The launcher of this process; `nil` if it is the only one.
  public static let current = detected(in: ProcessInfo.processInfo.environment)

  /// The beginnings of the names of environment variables that describe a rank. A process that a rank starts
  /// must not have them, because it would be taken for the rank.
  public static let variables = [
    "OMPI_", "PMIX_", "PMI_", "PRTE_", "MPI_LOCALNRANKS", "MPI_LOCALRANKID", "SLURM_PROCID",
    "SLURM_STEP", "ALEXNET_RANK_PROCESS",
  ]

  /// Finds the launcher in environment variables.
  /// - Returns: `nil` if this process is the only one.
  public static func detected(in environment: [String: String]) -> Launcher? {
    func number(_ names: String...) -> Int? {
      names.lazy.compactMap { environment[$0].flatMap { Int($0) } }.first
    }
    let found: Launcher
    if let ranks = number("OMPI_COMM_WORLD_SIZE"), let rank = number("OMPI_COMM_WORLD_RANK") {
      found = Launcher(
        kind: .openMPI, rank: rank, ranks: ranks,
        localRank: number("OMPI_COMM_WORLD_LOCAL_RANK"),
        localRanks: number("OMPI_COMM_WORLD_LOCAL_SIZE"))
    } else if let ranks = number("PMI_SIZE"), let rank = number("PMI_RANK") {
      found = Launcher(
        kind: .hydra, rank: rank, ranks: ranks,
        localRank: number("MPI_LOCALRANKID", "SLURM_LOCALID"),
        localRanks: number("MPI_LOCALNRANKS") ?? localTasksOfSlurm(environment))
    } else if isStepOfSlurm(environment), let rank = number("SLURM_PROCID"),
      let ranks = number("SLURM_STEP_NUM_TASKS", "SLURM_NTASKS")
    {
      found = Launcher(
        kind: .slurm, rank: rank, ranks: ranks, localRank: number("SLURM_LOCALID"),
        localRanks: localTasksOfSlurm(environment),
        offersInterface: environment["PMIX_RANK"] != nil)
    } else if let rank = number("PMIX_RANK") {
      return Launcher(kind: .pmix, rank: rank, ranks: nil)
    } else {
      return nil
    }
    guard let ranks = found.ranks, ranks > 1, 0..<ranks ~= found.rank else { return nil }
    return found
  }

  /// True if all ranks are known to be on this computer.
  var isOnOneComputer: Bool { ranks != nil && localRanks == ranks }

  /// The MPI libraries that can work under this launcher, the most probable first.
  public var libraries: [MPILibrary] {
    switch kind {
    case .openMPI, .pmix: [.openMPI, .other]
    case .hydra: [.mpich, .other]
    case .slurm: [.openMPI, .mpich, .other]
    }
  }

  /// A Boolean value that indicates whether `srun` has started this process. The script of `sbatch` and the
  /// shell of `salloc` have the variables of a job too, but are one process. Slurm gives such steps the
  /// highest numbers.
  private static func isStepOfSlurm(_ environment: [String: String]) -> Bool {
    guard let text = environment["SLURM_STEP_ID"] ?? environment["SLURM_STEPID"],
      let step = UInt64(text)
    else { return false }
    return step < 0xffff_fff0
  }

  /// Returns the number of tasks on this computer from a text such as "4(x2),3": four on each of the first two
  /// computers and three on the last.
  private static func localTasksOfSlurm(_ environment: [String: String]) -> Int? {
    guard
      let text = environment["SLURM_STEP_TASKS_PER_NODE"] ?? environment["SLURM_TASKS_PER_NODE"],
      var node = environment["SLURM_NODEID"].flatMap({ Int($0) })
    else { return nil }
    for part in text.split(separator: ",") {
      let fields = part.split { "(x)".contains($0) }.map { Int($0) }
      guard let tasks = fields.first ?? nil, let nodes = fields.count > 1 ? fields[1] : 1 else {
        return nil
      }
      if node < nodes { return tasks }
      node -= nodes
    }
    return nil
  }
}

/// An MPI library for which `make cluster` can build the part of the program that uses it.
public enum MPILibrary: String, Hashable, Sendable, CaseIterable {
  /// Open MPI.
  case openMPI = "openmpi"
  /// MPICH and libraries with its interface.
  case mpich
  /// Another library, whose compiler is `mpicc`.
  case other

  /// The file name of the part of the program that uses the library.
  public var fileName: String { "libalexnet-mpi-\(rawValue).so" }
}
