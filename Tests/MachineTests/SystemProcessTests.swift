import Glibc
import Testing

@testable import Machine

@Suite struct ASystemProcess {
  /// The texts have the form of proc(5).
  private let system: FakeSystem

  init() throws {
    system = try FakeSystem([
      "/proc/40/stat": "40 (mpirun) S 1 40 40 0 -1 4194304 1 0",
      "/proc/41/stat": "41 (a (strange) name) T 40 41 40 0 -1 4194304 1 0",
      "/proc/41/environ": "PMI_RANK=1\0EMPTY=\0TEXT=a=b\0no sign\0",
      "/proc/41/task/41/comm": "alexnet\n", "/proc/41/task/44/comm": "communication\n",
      "/proc/42/stat": "42 (ended) Z 40 40 40 0 -1 4194304 1 0",
      "/proc/43/stat": "43 (damaged", "/proc/meminfo": "MemTotal: 1 kB\n",
    ])
  }

  @Test func itsNameCanHaveAnyCharacters() throws {
    let process = try #require(SystemProcess(41, in: system.files))
    #expect(process.parent == 40 && process.session == 40)
    #expect(process.isStopped && !process.hasEnded)
  }

  @Test func allThatCanBeReadAreFound() {
    let all = SystemProcess.all(in: system.files).sorted { $0.number < $1.number }
    #expect(all.map(\.number) == [40, 41, 42])
    #expect(all.map(\.hasEnded) == [false, false, true])
    #expect(all.map(\.isStopped) == [false, true, false])
  }

  @Test func itHasVariablesAndThreads() throws {
    let process = try #require(SystemProcess(41, in: system.files))
    #expect(
      process.environment(in: system.files) == ["PMI_RANK": "1", "EMPTY": "", "TEXT": "a=b"])
    #expect(process.threads(in: system.files).sorted() == ["alexnet", "communication"])
    #expect(try #require(SystemProcess(42, in: system.files)).environment(in: system.files).isEmpty)
  }

  /// getpid(2), getppid(2) and getsid(2) are the numbers of this process.
  @Test func itIsReadFromTheSystem() throws {
    let own = try #require(SystemProcess(getpid()))
    #expect(own.parent == getppid() && own.session == getsid(0))
    #expect(SystemProcess.all().contains { $0.number == getpid() })
    #expect(!own.isStopped && !own.hasEnded && own.isOfThisProgram)
  }
}
