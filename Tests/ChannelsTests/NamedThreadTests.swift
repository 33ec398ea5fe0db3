import Channels
import Foundation
import Testing

@Suite struct NamedThreadTests {
  /// The values that Linux reports of the thread that reads them.
  private struct Observed: Sendable {
    var name: String
    var niceness: Int32
  }

  private func observed(isBackground: Bool) throws -> Observed {
    let observed = Monitor<Observed?>(nil)
    NamedThread.start("observed", stackSize: 1 << 20, isBackground: isBackground) {
      let name = try? String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8)
      let niceness = getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0)
      observed.update { $0 = Observed(name: name ?? "", niceness: niceness) }
    }
    return try #require(observed.wait(timeout: .seconds(10)) { $0 })
  }

  @Test func theSystemShowsTheName() throws {
    #expect(try observed(isBackground: false).name == "observed\n")
  }

  /// Skips the comparison in a process that has the niceness of background threads already.
  @Test func aBackgroundThreadHasALowerPriority() throws {
    let own = try observed(isBackground: false).niceness
    let background = try observed(isBackground: true).niceness
    #expect(background > own || own >= 5)
  }
}
