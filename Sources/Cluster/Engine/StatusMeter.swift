import Compute
import FoundationEssentials
import Glibc

/// The state of this rank: the means over the steps between two signs of life.
struct StatusMeter {
  private(set) var status: RankStatus
  private var transferStart: Double?
  /// The time in which transfers were under way since the last sign of life with a step, in seconds.
  private var transferSeconds = 0.0

  init(rank: Int, _ identity: Identity) {
    status = RankStatus(
      rank: rank, host: identity.host, process: identity.process, step: 0, stepSeconds: 0,
      waitingSeconds: 0, transferSeconds: 0, residentBytes: 0, silentSeconds: 0)
  }

  /// A Boolean value that indicates whether transfers are under way.
  var isTransferring: Bool { transferStart != nil }

  /// Records the beginning or the end of transfers.
  mutating func setTransferring(_ isTransferring: Bool, at now: Double) {
    if let start = transferStart {
      guard !isTransferring else { return }
      transferSeconds += now - start
      transferStart = nil
    } else if isTransferring {
      transferStart = now
    }
  }

  /// Computes the state after some steps.
  mutating func update(_ progress: StepProgress, at now: Double) {
    status.residentBytes = Self.residentBytes()
    status.step = progress.step
    guard progress.steps > 0 else { return }
    let isTransferring = isTransferring
    setTransferring(false, at: now)
    setTransferring(isTransferring, at: now)
    let steps = Double(progress.steps)
    status.stepSeconds = progress.stepSeconds / steps
    status.waitingSeconds = progress.waitedSeconds / steps
    status.transferSeconds = transferSeconds / steps
    transferSeconds = 0
  }

  /// Returns the memory of this process in bytes (proc_pid_statm(5)).
  private static func residentBytes() -> Int {
    let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
    let fields = text.split(separator: " ")
    guard fields.count > 1, let pages = Int(fields[1]) else { return 0 }
    return pages * sysconf(Int32(_SC_PAGESIZE))
  }
}
