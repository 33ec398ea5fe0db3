import Testing

@testable import Machine

@Suite struct TheDefaultNumberOfThreads {
  @Test(arguments: [
    (ProcessorAllowance(processors: 2), 2),
    (ProcessorAllowance(processors: 1), 1),
    // Half a processor, and the rounding of others.
    (ProcessorAllowance(processors: 8, quota: 0.5), 1),
    (ProcessorAllowance(processors: 8, quota: 0.1), 1),
    (ProcessorAllowance(processors: 8, quota: 1.25), 1),
    (ProcessorAllowance(processors: 8, quota: 1.5), 2),
    (ProcessorAllowance(processors: 8, quota: 4), 4),
    (ProcessorAllowance(processors: 2, quota: 4), 2),
    (ProcessorAllowance(processors: 2, requested: 1), 1),
    // Only --threads can give more threads than processors.
    (ProcessorAllowance(processors: 2, requested: 64), 2),
    (ProcessorAllowance(processors: 8, limit: 3), 3),
    (ProcessorAllowance(processors: 8, quota: 5, requested: 4, limit: 3), 3),
  ])
  func isTheSmallestOfAllLimits(allowance: ProcessorAllowance, threads: Int) {
    #expect(allowance.threads == threads)
  }

  @Test(
    arguments: [
      (ProcessorAllowance(processors: 2), .processors),
      (ProcessorAllowance(processors: 8, quota: 1.25), .quota),
      (ProcessorAllowance(processors: 8, quota: 0.1), .quota),
      // Of equal limits the first is named: without the others it would still be there.
      (ProcessorAllowance(processors: 2, quota: 2, requested: 2, limit: 2), .processors),
      (ProcessorAllowance(processors: 8, quota: 4, requested: 4), .quota),
      (ProcessorAllowance(processors: 8, requested: 1), .requested),
      (ProcessorAllowance(processors: 8, requested: 64), .processors),
      (ProcessorAllowance(processors: 8, requested: 4, limit: 3), .threadLimit),
    ] as [(ProcessorAllowance, ProcessorAllowance.Limit)])
  func isTheLimitThatIsNamed(allowance: ProcessorAllowance, limit: ProcessorAllowance.Limit) {
    #expect(allowance.decisiveLimit == limit)
  }

  @Test(arguments: [
    ("0", 1), ("0-1", 2), ("0-3,8", 5), ("1,3,5", 3), ("0-63,128-191", 128), ("", nil),
    ("3-1", nil), ("0-x", nil), ("1-2-3", nil),
  ])
  func countsTheKernelsListsOfProcessors(list: String, count: Int?) {
    #expect(ProcessorAllowance.count(ofList: Substring(list)) == count)
  }

  @Test(arguments: [
    ("1", 1), (" 4 ", 4), ("4,2", 4), ("0", nil), ("-1", nil), ("", nil), ("many", nil),
  ])
  func usesTheFirstNumberOfAVariable(text: String, number: Int?) {
    #expect(ProcessorAllowance.threads(in: text) == number)
  }

  private func allowance(
    _ texts: [String: String], environment: [String: String] = [:]
  ) throws -> ProcessorAllowance {
    let system = try FakeSystem(texts)
    return ProcessorAllowance(files: system.files, installed: 6) { environment[$0] }
  }

  @Test func isThatOfTheAffinityOrElseOfTheMachine() throws {
    let status = "Name:\talexnet\nCpus_allowed:\tf\nCpus_allowed_list:\t0-3\n"
    #expect(try allowance(["/proc/self/status": status]).threads == 4)
    #expect(try allowance([:]) == ProcessorAllowance(processors: 6))
  }

  @Test(arguments: [
    ("50000 100000\n", 0.5), ("150000 100000", 1.5), ("max 100000\n", nil), ("", nil),
  ])
  func followsTheQuotaOfVersionTwo(text: String, quota: Double?) throws {
    let found = try allowance(
      FakeControlGroups.unified.process(in: "0::/a/b\n", limits: ["a/b/cpu.max": text]))
    #expect(found == ProcessorAllowance(processors: 6, quota: quota))
  }

  @Test func followsTheSmallestQuotaOfAllLevels() throws {
    let found = try allowance(
      FakeControlGroups.unified.process(
        in: "0::/a/b/c\n",
        limits: [
          "a/b/c/cpu.max": "400000 100000\n", "a/b/cpu.max": "max 100000\n",
          "a/cpu.max": "60000 50000\n",
        ]))
    #expect(found.quota == 1.2)
  }

  @Test(arguments: [("50000", 0.5), ("-1", nil)])
  func followsTheQuotaOfVersionOne(time: String, quota: Double?) throws {
    let found = try allowance(
      FakeControlGroups.container.process(
        in: "2:cpu,cpuacct:/docker/4f2a\n",
        limits: [
          "cpu,cpuacct/cpu.cfs_quota_us": "\(time)\n",
          "cpu,cpuacct/cpu.cfs_period_us": "100000\n",
        ]))
    #expect(found == ProcessorAllowance(processors: 6, quota: quota))
  }

  @Test func followsTheVariablesOfOpenMP() throws {
    let found = try allowance(
      [:], environment: ["OMP_NUM_THREADS": "3,2", "OMP_THREAD_LIMIT": "5"])
    #expect(found == ProcessorAllowance(processors: 6, requested: 3, limit: 5))
  }
}
