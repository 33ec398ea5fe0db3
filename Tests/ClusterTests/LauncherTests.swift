import Cluster
import Testing

@Suite("A launcher")
struct LauncherTests {
  /// The variables are those that the launchers set (Open MPI 4.1, MPICH 4.0, srun(1), PMIx 4).
  static let found: [([String: String], Launcher)] = [
    (
      [
        "OMPI_COMM_WORLD_SIZE": "4", "OMPI_COMM_WORLD_RANK": "3", "OMPI_COMM_WORLD_LOCAL_RANK": "1",
        "OMPI_COMM_WORLD_LOCAL_SIZE": "2", "PMIX_RANK": "3",
      ], Launcher(kind: .openMPI, rank: 3, ranks: 4, localRank: 1, localRanks: 2)
    ),
    (
      ["PMI_SIZE": "2", "PMI_RANK": "0", "MPI_LOCALNRANKS": "2", "MPI_LOCALRANKID": "0"],
      Launcher(kind: .hydra, rank: 0, ranks: 2, localRank: 0, localRanks: 2)
    ),
    (
      [
        "SLURM_NTASKS": "11", "SLURM_STEP_NUM_TASKS": "7", "SLURM_PROCID": "5",
        "SLURM_STEP_ID": "0", "SLURM_LOCALID": "1", "SLURM_NODEID": "2",
        "SLURM_STEP_TASKS_PER_NODE": "2(x2),3",
      ],
      Launcher(
        kind: .slurm, rank: 5, ranks: 7, localRank: 1, localRanks: 3, offersInterface: false)
    ),
    // `srun --mpi=pmix` and `--mpi=pmi2`, as Slurm 22.05 sets them.
    (
      [
        "SLURM_NTASKS": "2", "SLURM_PROCID": "1", "SLURM_STEP_ID": "0", "SLURM_LOCALID": "1",
        "SLURM_NODEID": "0", "SLURM_STEP_TASKS_PER_NODE": "2", "PMIX_RANK": "1",
      ], Launcher(kind: .slurm, rank: 1, ranks: 2, localRank: 1, localRanks: 2)
    ),
    (
      [
        "SLURM_NTASKS": "2", "SLURM_PROCID": "1", "SLURM_STEP_ID": "0", "SLURM_LOCALID": "1",
        "SLURM_NODEID": "0", "SLURM_STEP_TASKS_PER_NODE": "2", "PMI_RANK": "1", "PMI_SIZE": "2",
      ], Launcher(kind: .hydra, rank: 1, ranks: 2, localRank: 1, localRanks: 2)
    ),
    // A launcher inside the job of another one.
    (
      [
        "OMPI_COMM_WORLD_SIZE": "2", "OMPI_COMM_WORLD_RANK": "1", "SLURM_NTASKS": "1",
        "SLURM_PROCID": "0", "SLURM_STEP_ID": "3",
      ], Launcher(kind: .openMPI, rank: 1, ranks: 2)
    ),
    (["PMIX_RANK": "2"], Launcher(kind: .pmix, rank: 2, ranks: nil)),
  ]

  @Test("describes itself in the environment", arguments: found)
  func launchersAreFound(environment: [String: String], launcher: Launcher) {
    #expect(Launcher.detected(in: environment) == launcher)
  }

  @Test(
    "is absent in a single process",
    arguments: [
      [:], ["OMPI_COMM_WORLD_SIZE": "1", "OMPI_COMM_WORLD_RANK": "0"],
      ["PMI_SIZE": "1", "PMI_RANK": "0"], ["PMI_RANK": "0"],
      ["OMPI_COMM_WORLD_SIZE": "2", "OMPI_COMM_WORLD_RANK": "2"],
      ["OMPI_COMM_WORLD_SIZE": "two", "OMPI_COMM_WORLD_RANK": "0"],
      // The shell of `salloc`, and the script of `sbatch`.
      ["SLURM_NTASKS": "8"], ["SLURM_NTASKS": "8", "SLURM_PROCID": "0", "SLURM_NODEID": "0"],
      ["SLURM_NTASKS": "8", "SLURM_PROCID": "0", "SLURM_STEP_ID": "4294967291"],
      ["SLURM_NTASKS": "8", "SLURM_PROCID": "0", "SLURM_STEP_ID": "4294967290"],
      ["SLURM_STEP_NUM_TASKS": "1", "SLURM_PROCID": "0", "SLURM_STEP_ID": "1"],
    ] as [[String: String]])
  func singleProcessesHaveNone(environment: [String: String]) {
    #expect(Launcher.detected(in: environment) == nil)
  }

  @Test("is used with its own library first")
  func librariesAreInOrder() {
    func first(_ kind: Launcher.Kind) -> MPILibrary? {
      Launcher(kind: kind, rank: 0, ranks: 2).libraries.first
    }
    #expect(first(.openMPI) == .openMPI)
    #expect(first(.hydra) == .mpich)
  }

  @Test("cannot start a job without the part of the program that uses MPI")
  func aMissingFileIsNamed() {
    let launcher = Launcher(kind: .hydra, rank: 0, ranks: 2)
    #expect(
      throws: ClusterError.shimMissing(
        places: ["/missing/libalexnet-mpi-mpich.so", "/missing/libalexnet-mpi-other.so"])
    ) { try MPIJob(launcher: launcher, searchIn: ["/missing"]) }
  }

  @Test("cannot start a job with a file that is not a library")
  func anotherFileIsRefused() throws {
    let launcher = Launcher(kind: .hydra, rank: 0, ranks: 2)
    do {
      _ = try MPIJob(launcher: launcher, file: "/etc/passwd", searchIn: [])
      Issue.record("the file was opened")
    } catch .shimRefused(let path, _) {
      #expect(path == "/etc/passwd")
    }
  }
}
