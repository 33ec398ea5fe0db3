import Machine
import Testing

@testable import AlexNet

@Suite struct ComputingChecksTests {
  /// A machine without any limit.
  private static let sound = ComputingChecks(
    processor: "Test Processor", installed: 8, instructions: "AVX-512", hasWideVectors: true,
    hasBFloat16: true, hasSlowBFloat16: false, instructionLimit: nil, library: "2.6.3",
    allowance: ProcessorAllowance(processors: 8), memory: MemoryAllowance(bytes: 64 << 30))

  private func check(_ name: String, _ checks: ComputingChecks) throws -> DoctorCheck {
    try #require(checks.all.first { $0.name == name })
  }

  @Test func withoutALimitEverythingIsWellAndNothingIsAdvised() {
    #expect(Self.sound.all.allSatisfy { $0.state == .ok && $0.advice == nil })
    #expect(
      Self.sound.all.map(\.name) == [
        "processor", "instructions", "precisions", "threads", "oneDNN", "memory",
      ])
  }

  @Test(arguments: [
    (ProcessorAllowance(processors: 2), 2, "taskset"),
    (ProcessorAllowance(processors: 8, quota: 1.5), 2, "CPUQuota"),
    (ProcessorAllowance(processors: 8, requested: 4), 4, "OMP_NUM_THREADS"),
    (ProcessorAllowance(processors: 8, limit: 3), 3, "OMP_THREAD_LIMIT"),
  ])
  func fewerThreadsThanProcessorsHaveAReasonAndAWay(
    allowance: ProcessorAllowance, threads: Int, word: String
  ) throws {
    var checks = Self.sound
    checks.allowance = allowance
    let check = try check("threads", checks)
    #expect(check.state == .limited)
    #expect(check.facts["threads"] == .count(threads))
    #expect(try #require(check.advice).contains(word))
  }

  @Test(arguments: [
    (nil, true, DoctorCheck.State.ok), ("ONEDNN_MAX_CPU_ISA", true, .limited),
    (nil, false, .limited),
  ])
  func fewerInstructionsAreALimit(
    variable: String?, hasWideVectors: Bool, state: DoctorCheck.State
  ) throws {
    var checks = Self.sound
    (checks.instructionLimit, checks.hasWideVectors) = (variable, hasWideVectors)
    let check = try check("instructions", checks)
    #expect(check.state == state)
    if let variable { #expect(try #require(check.advice).contains(variable)) }
  }

  @Test(
    arguments: [
      ([:], nil), (["ONEDNN_MAX_CPU_ISA": "AVX2"], "ONEDNN_MAX_CPU_ISA"),
      (["DNNL_MAX_CPU_ISA": "sse41"], "DNNL_MAX_CPU_ISA"), (["ONEDNN_MAX_CPU_ISA": "ALL"], nil),
      (["ONEDNN_MAX_CPU_ISA": "default"], nil), (["ONEDNN_MAX_CPU_ISA": ""], nil),
    ] as [([String: String], String?)])
  func onlyAValueThatLimitsIsNamed(environment: [String: String], variable: String?) {
    #expect(ComputingChecks.instructionLimit(environment) == variable)
  }

  @Test(arguments: [
    ("2.6.3", DoctorCheck.State.ok), ("2.6.0", .ok), ("3.2.1", .ok), ("2.5.4", .limited),
    ("1.9.0", .limited), ("2.10.0", .ok),
  ])
  func anOldLibraryIsALimit(version: String, state: DoctorCheck.State) throws {
    var checks = Self.sound
    checks.library = version
    #expect(try check("oneDNN", checks).state == state)
  }

  /// `compact` trains in some 300 MiB, and `alexnet` at a batch of 128 in more than 1 GiB.
  @Test(
    arguments: [
      (64 << 30, DoctorCheck.State.ok, nil), (900 << 20, .limited, "alexnet"),
      (32 << 20, .failed, "compact"),
    ] as [(Int, DoctorCheck.State, String?)])
  func littleMemoryIsComparedWithTheNetworks(
    bytes: Int, state: DoctorCheck.State, network: String?
  ) throws {
    var checks = Self.sound
    checks.memory = MemoryAllowance(bytes: bytes)
    let check = try check("memory", checks)
    #expect(check.state == state)
    if let network { #expect(try #require(check.advice).contains("network \(network)")) }
    #expect(check.facts["availableBytes"] == .count(bytes))
  }

  @Test func aLimitOfMemoryIsNamed() throws {
    var checks = Self.sound
    checks.memory = MemoryAllowance(bytes: 900 << 20, limit: .addressSpace(bytes: 1 << 30))
    let check = try check("memory", checks)
    #expect(check.value.contains("`ulimit -v`"))
    #expect(try #require(check.advice).contains("raise the limit"))
  }

  @Test(arguments: [(false, false, false), (true, true, false), (true, false, true)])
  func bf16IsFasterOnSomeProcessors(exists: Bool, isSlow: Bool, isFaster: Bool) throws {
    var checks = Self.sound
    (checks.hasBFloat16, checks.hasSlowBFloat16) = (exists, isSlow)
    let facts = try check("precisions", checks).facts
    #expect(facts == ["bf16": .flag(exists), "bf16IsFaster": .flag(isFaster)])
  }
}
