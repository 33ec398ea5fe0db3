import Cluster
import Machine
import Testing

@testable import AlexNet

@Suite struct FolderChecksTests {
  private func folder(_ free: Int?, isWritable: Bool = true) -> FolderAccess {
    FolderAccess(path: "/place", isWritable: isWritable, freeBytes: free)
  }

  /// Three checkpoints of `alexnet`, with 60,965,224 weights and as many momenta of four bytes, need 1.46 GB.
  @Test(
    arguments: [
      (nil, DoctorCheck.State.ok), (100_000_000_000, .ok), (1_470_000_000, .ok),
      (1_460_000_000, .limited), (1_000_000, .failed),
    ] as [(Int?, DoctorCheck.State)])
  func theRunsNeedSpaceForCheckpoints(free: Int?, state: DoctorCheck.State) {
    let place = folder(free)
    let checks = FolderChecks(runs: place, data: folder(nil), settings: folder(nil)).all
    #expect(checks.map(\.state) == [state, .ok, .ok])
    #expect((checks[0].advice != nil) == (state != .ok))
  }

  @Test func onlyTheFolderOfRunsIsNecessary() {
    let place = folder(nil, isWritable: false)
    let unwritable = FolderChecks(runs: place, data: place, settings: place).all
    #expect(unwritable.map(\.state) == [.failed, .limited, .limited])
    #expect(unwritable.allSatisfy { $0.advice != nil })
    let unnamed = FolderChecks(runs: nil, data: nil, settings: nil).all
    #expect(unnamed.map(\.state) == [.failed, .limited, .limited])
    #expect(unnamed.map(\.name) == ["runs", "data sets", "settings"])
  }

  @Test func aDataSetNeedsSpaceForTheArchiveAndItsFiles() {
    let checks = FolderChecks(runs: folder(nil), data: folder(1), settings: folder(nil)).all
    #expect(checks.map(\.state) == [.ok, .limited, .ok])
  }
}

@Suite struct ProcessChecksTests {
  private func check(_ parts: [MPIPart], _ launchers: LauncherSearch) -> DoctorCheck {
    ProcessChecks(parts: parts, launchers: launchers).all[0]
  }

  private static let part = MPIPart(path: "/part.so", library: .success("Open MPI v4.1.4"))

  @Test func withoutALauncherOrAPartMPIIsMissing() throws {
    for (parts, search) in [
      ([], LauncherSearch()), ([Self.part], LauncherSearch()),
      ([], LauncherSearch(unusable: ["/usr/bin/mpirun"])),
    ] {
      let check = check(parts, search)
      #expect(check.state == .missing)
      #expect(try #require(check.advice).contains("make cluster"))
    }
  }
}
