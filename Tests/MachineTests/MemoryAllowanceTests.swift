import Testing

@testable import Machine

@Suite struct MemoryThatCanBeTaken {
  private let mebibyte = 1 << 20
  /// 8,000 MiB are available.
  private let meminfo = "MemTotal:  9000000 kB\nMemFree:  1000 kB\nMemAvailable:    8192000 kB\n"

  private func allowance(
    _ texts: [String: String], _ limits: MemoryAllowance.ProcessLimits = .init()
  ) throws -> MemoryAllowance {
    let system = try FakeSystem(texts.merging(["/proc/meminfo": meminfo]) { a, _ in a })
    return MemoryAllowance(files: system.files, limits: limits, pageBytes: 4096)
  }

  @Test func isTheMachinesWhereNothingLimitsIt() throws {
    #expect(try allowance([:]) == MemoryAllowance(bytes: 8000 * mebibyte, limit: .machine))
    #expect(try allowance(["/proc/meminfo": ""]).bytes == .max)
  }

  /// Of 1,500 MiB 100 are used; 60 of them are cached files, which are dropped when there is need.
  @Test func isWhatAControlGroupOfVersionTwoLeaves() throws {
    let found = try allowance([
      "/proc/self/cgroup": "0::/a\n", "/proc/self/mountinfo": Mounts.unified,
      "/sys/fs/cgroup/a/memory.max": "\(1500 * mebibyte)\n",
      "/sys/fs/cgroup/a/memory.high": "max\n",
      "/sys/fs/cgroup/a/memory.current": "\(100 * mebibyte)\n",
      "/sys/fs/cgroup/a/memory.stat":
        "anon 1\ninactive_file \(40 * mebibyte)\nactive_file \(20 * mebibyte)\n",
    ])
    #expect(
      found
        == MemoryAllowance(
          bytes: 1460 * mebibyte,
          limit: .controlGroup(file: "/sys/fs/cgroup/a/memory.max", bytes: 1500 * mebibyte)))
  }

  @Test func endsWhereTheKernelBeginsToSlowDown() throws {
    let found = try allowance([
      "/proc/self/cgroup": "0::/a/b\n", "/proc/self/mountinfo": Mounts.unified,
      "/sys/fs/cgroup/a/b/memory.max": "\(1500 * mebibyte)\n",
      "/sys/fs/cgroup/a/b/memory.current": "0\n",
      "/sys/fs/cgroup/a/memory.high": "\(700 * mebibyte)\n",
      "/sys/fs/cgroup/a/memory.current": "\(200 * mebibyte)\n",
    ])
    #expect(
      found
        == MemoryAllowance(
          bytes: 500 * mebibyte,
          limit: .controlGroup(file: "/sys/fs/cgroup/a/memory.high", bytes: 700 * mebibyte)))
  }

  @Test func isWhatAControlGroupOfVersionOneLeaves() throws {
    let unlimited = "9223372036854771712\n"
    let found = try allowance([
      "/proc/self/cgroup": "4:memory:/jobs/one\n", "/proc/self/mountinfo": Mounts.hybrid,
      "/sys/fs/cgroup/memory/jobs/one/memory.limit_in_bytes": unlimited,
      "/sys/fs/cgroup/memory/jobs/one/memory.usage_in_bytes": "0\n",
      "/sys/fs/cgroup/memory/jobs/memory.limit_in_bytes": "\(1000 * mebibyte)\n",
      "/sys/fs/cgroup/memory/jobs/memory.usage_in_bytes": "\(300 * mebibyte)\n",
      "/sys/fs/cgroup/memory/jobs/memory.stat": "total_inactive_file \(50 * mebibyte)\n",
      "/sys/fs/cgroup/memory/memory.limit_in_bytes": unlimited,
    ])
    #expect(
      found
        == MemoryAllowance(
          bytes: 750 * mebibyte,
          limit: .controlGroup(
            file: "/sys/fs/cgroup/memory/jobs/memory.limit_in_bytes", bytes: 1000 * mebibyte)))
  }

  /// 25,600 pages of 4 KiB are 100 MiB; four of six threads do not run yet, each of which takes 8 MiB for
  /// its stack and has 64 MiB of addresses to allocate from. 96 MiB of addresses lie unused between tensors.
  @Test func isWhatTheProcessMayAddressLessWhatItsThreadsWillReserve() throws {
    let process = [
      "/proc/self/statm": "25600 1000 500 100 0 12800 0\n",
      "/proc/self/status": "Name:\talexnet\nThreads:\t2\n",
    ]
    #expect(
      try allowance(process, .init(addressSpace: 2000 * mebibyte))
        == MemoryAllowance(
          bytes: (1900 - 288 - 96) * mebibyte, limit: .addressSpace(bytes: 2000 * mebibyte)))
    #expect(
      try allowance(process, .init(addressSpace: 5000 * mebibyte, data: 2000 * mebibyte))
        == MemoryAllowance(
          bytes: (1950 - 32) * mebibyte, limit: .data(bytes: 2000 * mebibyte)))
  }

  @Test func isNeverNegative() throws {
    #expect(try allowance([:], .init(addressSpace: 1)).bytes == 0)
  }
}
