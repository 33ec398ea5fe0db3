import Testing

@testable import Machine

@Suite struct TheMemoryAllowance {
  private let mebibyte = 1 << 20
  /// A machine with 8,000 MiB available.
  private let meminfo = "MemTotal:  9000000 kB\nMemFree:  1000 kB\nMemAvailable:    8192000 kB\n"

  private func allowance(
    _ texts: [String: String], _ limits: MemoryAllowance.ProcessLimits = .init()
  ) throws -> MemoryAllowance {
    let system = try FakeSystem(texts.merging(["/proc/meminfo": meminfo]) { a, _ in a })
    return MemoryAllowance(files: system.files, limits: limits, pageBytes: 4096)
  }

  /// The allowance that a file of a control group leaves.
  private func allowance(of bytes: Int, by file: String, limit: Int) -> MemoryAllowance {
    MemoryAllowance(
      bytes: bytes * mebibyte,
      limit: .controlGroup(file: "/sys/fs/cgroup/\(file)", bytes: limit * mebibyte))
  }

  @Test func isTheMachinesWithoutLimits() throws {
    #expect(try allowance([:]) == MemoryAllowance(bytes: 8000 * mebibyte, limit: .machine))
    #expect(try allowance(["/proc/meminfo": ""]).bytes == .max)
  }

  /// The group uses 100 of 1,500 MiB. Linux drops the 60 MiB of cached files among them when necessary.
  @Test func isTheRestOfAGroupOfVersionTwo() throws {
    let found = try allowance(
      FakeControlGroups.unified.process(
        in: "0::/a\n",
        limits: [
          "a/memory.max": "\(1500 * mebibyte)\n", "a/memory.high": "max\n",
          "a/memory.current": "\(100 * mebibyte)\n",
          "a/memory.stat":
            "anon 1\ninactive_file \(40 * mebibyte)\nactive_file \(20 * mebibyte)\n",
        ]))
    #expect(found == allowance(of: 1460, by: "a/memory.max", limit: 1500))
  }

  @Test func endsWhereTheKernelSlowsTheGroupDown() throws {
    let found = try allowance(
      FakeControlGroups.unified.process(
        in: "0::/a/b\n",
        limits: [
          "a/b/memory.max": "\(1500 * mebibyte)\n", "a/b/memory.current": "0\n",
          "a/memory.high": "\(700 * mebibyte)\n", "a/memory.current": "\(200 * mebibyte)\n",
        ]))
    #expect(found == allowance(of: 500, by: "a/memory.high", limit: 700))
  }

  @Test func isTheRestOfAGroupOfVersionOne() throws {
    let unlimited = "9223372036854771712\n"
    let found = try allowance(
      FakeControlGroups.hybrid.process(
        in: "4:memory:/jobs/one\n",
        limits: [
          "memory/jobs/one/memory.limit_in_bytes": unlimited,
          "memory/jobs/one/memory.usage_in_bytes": "0\n",
          "memory/jobs/memory.limit_in_bytes": "\(1000 * mebibyte)\n",
          "memory/jobs/memory.usage_in_bytes": "\(300 * mebibyte)\n",
          "memory/jobs/memory.stat": "total_inactive_file \(50 * mebibyte)\n",
          "memory/memory.limit_in_bytes": unlimited,
        ]))
    #expect(found == allowance(of: 750, by: "memory/jobs/memory.limit_in_bytes", limit: 1000))
  }

  /// The process uses 25,600 pages of 4 KiB, which are 100 MiB. Four of the six threads do not run yet; each
  /// needs 8 MiB for its stack and 64 MiB of addresses for allocations. 96 MiB of addresses between tensors
  /// are unused.
  @Test func isTheRestOfTheAddressesWithoutThoseOfFutureThreads() throws {
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
