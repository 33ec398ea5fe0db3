import Blueprint
import Compute
import DisplayText
import Machine

/// The checks of processor, threads, library and memory.
struct ComputingChecks {
  /// The name of the processor.
  var processor: String
  /// The number of processors of the machine.
  var installed: Int
  /// The vector instructions that oneDNN uses.
  var instructions: String
  /// True if AVX2 or newer instructions are among them, or if the processor is not of this family.
  var hasWideVectors: Bool
  /// True if the processor multiplies bfloat16.
  var hasBFloat16: Bool
  /// True if it is not faster at that than at single precision.
  var hasSlowBFloat16: Bool
  /// The environment variable that limits oneDNN's instructions; `nil` if none does.
  var instructionLimit: String?
  /// The version of oneDNN.
  var library: String
  var allowance: ProcessorAllowance
  var memory: MemoryAllowance

  /// The oldest version of oneDNN with which the program is tested.
  static let oldestLibrary = (major: 2, minor: 6)

  /// All checks, in the order in which they are printed.
  var all: [DoctorCheck] {
    [
      DoctorCheck(
        .computing, "processor", "\(processor), \(Self.count(installed))",
        facts: ["name": .text(processor), "processors": .count(installed)]),
      instructionCheck, precisionCheck, threadCheck, libraryCheck, memoryCheck,
    ]
  }

  private var instructionCheck: DoctorCheck {
    var check = DoctorCheck(
      .computing, "instructions", instructions, facts: ["instructions": .text(instructions)])
    if let instructionLimit {
      check.state = .limited
      check.advice =
        "The environment variable \(instructionLimit) limits oneDNN. Unset it to use all of the "
        + "processor's instructions."
    } else if !hasWideVectors {
      check.state = .limited
      check.advice =
        "Training is much faster with AVX2 or AVX-512. In a virtual machine, choose the host's own "
        + "processor model; otherwise use a newer processor."
    }
    return check
  }

  private var precisionCheck: DoctorCheck {
    let value =
      switch (hasBFloat16, hasSlowBFloat16) {
      case (false, _): "fp32 only"
      case (true, true): "fp32, and bf16, which saves memory but is not faster here"
      case (true, false): "fp32, and bf16, whose products are faster here"
      }
    return DoctorCheck(
      .computing, "precisions", value,
      facts: ["bf16": .flag(hasBFloat16), "bf16IsFaster": .flag(hasBFloat16 && !hasSlowBFloat16)])
  }

  private var threadCheck: DoctorCheck {
    let threads = allowance.threads
    var facts: [String: DoctorCheck.Fact] = [
      "threads": .count(threads), "allowedProcessors": .count(allowance.processors),
    ]
    facts["quota"] = allowance.quota.map { .number($0) }
    guard threads < installed else {
      return DoctorCheck(
        .computing, "threads",
        installed == 1 ? "1, for the only processor" : "\(threads), one for each processor",
        facts: facts)
    }
    let (reason, advice) = threadLimit
    return DoctorCheck(
      .computing, "threads", state: .limited, "\(threads) for \(Self.count(installed)): \(reason)",
      advice: advice, facts: facts)
  }

  /// The reason why there are fewer threads than processors, and the way to more.
  private var threadLimit: (reason: String, advice: String) {
    switch allowance.decisiveLimit {
    case .processors:
      (
        "this process can run on \(allowance.processors) of them",
        "Start the program without `taskset`, or request more processors for the container or the job."
      )
    case .quota:
      (
        "a control group allows \(NumberText.plain(allowance.quota ?? 0)) processors",
        "Raise the limit of the container (`--cpus` of Docker and Podman) or of the service "
          + "(CPUQuota= of systemd)."
      )
    case .requested:
      ("OMP_NUM_THREADS requests this number", "Unset OMP_NUM_THREADS, or give --threads.")
    case .threadLimit: ("OMP_THREAD_LIMIT allows no more", "Unset OMP_THREAD_LIMIT.")
    }
  }

  private var libraryCheck: DoctorCheck {
    let numbers = library.split(separator: ".").map { Int($0) ?? 0 }
    let oldest = Self.oldestLibrary
    let isOld = numbers.lexicographicallyPrecedes([oldest.major, oldest.minor])
    return DoctorCheck(
      .computing, "oneDNN", state: isOld ? .limited : .ok, library,
      advice: isOld
        ? "The program is tested with oneDNN \(oldest.major).\(oldest.minor) and newer. Install a newer "
          + "version." : nil,
      facts: ["version": .text(library)])
  }

  private var memoryCheck: DoctorCheck {
    var check = DoctorCheck(
      .computing, "memory", memory.text, facts: ["availableBytes": .count(memory.bytes)])
    if let error = shortage("compact", .scenes) {
      check.state = .failed
      check.advice = "For the network compact, \(error.sentences)"
    } else if let error = shortage("alexnet", .folder(path: "/")) {
      check.state = .limited
      check.advice = "For the network alexnet, \(error.sentences)"
    }
    return check
  }

  /// Returns the error of a training without options, if its memory is not available.
  private func shortage(_ network: String, _ data: DataChoice) -> ComputeError? {
    do {
      let spec = try NetworkSpec.named(network)
      let plan = RunPlan.standard(spec, data: data, validationImages: 1000, threads: 1)
      try Network.check(
        spec.layout(), batch: plan.batch, precision: .fp32, batchesAhead: 2, parameterCopies: 1,
        in: memory)
      return nil
    } catch {
      return error as? ComputeError
    }
  }

  private static func count(_ processors: Int) -> String {
    processors == 1 ? "1 processor" : "\(processors) processors"
  }
}

extension ComputingChecks {
  /// The environment variables that limit oneDNN's instructions, by its versions.
  private static let instructionVariables = ["ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA"]

  /// Examines this machine.
  init(_ environment: [String: String]) {
    #if arch(x86_64)
      let hasWideVectors = Engine.hasAVX2
    #else
      let hasWideVectors = true
    #endif
    self.init(
      processor: ProcessorName.current, installed: ProcessorAllowance.installed,
      instructions: Engine.instructions, hasWideVectors: hasWideVectors,
      hasBFloat16: Engine.hasBFloat16, hasSlowBFloat16: Engine.hasSlowBFloat16,
      instructionLimit: Self.instructionLimit(environment), library: Engine.libraryVersion,
      allowance: .current, memory: .current)
  }

  /// Returns the variable that limits oneDNN's instructions; `nil` if none does.
  static func instructionLimit(_ environment: [String: String]) -> String? {
    instructionVariables.first { name in
      environment[name].map { !["", "ALL", "DEFAULT"].contains($0.uppercased()) } ?? false
    }
  }
}
