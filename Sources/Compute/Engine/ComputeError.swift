import Blueprint
import Machine

/// What can go wrong between a specification and its first step.
public enum ComputeError: Error, Equatable, Sendable {
  /// oneDNN refused; `status` is its `dnnl_status_t`.
  case refused(operation: String, status: Int32)
  /// The processor has no arithmetic for this precision.
  case unsupported(Precision)
  /// What a network and its batches need, and what can still be taken.
  case outOfMemory(neededBytes: Int, MemoryAllowance)
  /// A piece of memory that the system did not give, of all that a network needs.
  case notAllocated(bytes: Int, MemoryAllowance)
  /// Several networks side by side, of which only some fit.
  case tooManyLanes(Int, fitting: Int, neededBytes: Int, MemoryAllowance)
}

extension ComputeError {
  public var problem: String {
    switch self {
    case .refused(let operation, let status):
      let reason = [1: "out of memory", 2: "invalid arguments", 3: "not implemented"][status]
      return "oneDNN cannot do \(operation) here: \(reason ?? "status \(status)")"
    case .unsupported(let precision):
      return """
        this processor has no arithmetic for \(precision.rawValue): it takes AVX-512 with \
        bfloat16, and oneDNN finds \(Engine.instructions) here
        """
    case .outOfMemory(let needed, let available):
      return """
        training needs about \(needed / 1_048_576) MiB of memory, and \(available.words)
        """
    case .notAllocated(let bytes, let available):
      return """
        \(max(1, bytes / 1_048_576)) MiB of memory could not be allocated; \(available.words)
        """
    case .tooManyLanes(let lanes, _, let needed, let available):
      return """
        \(lanes) networks side by side need about \(needed / 1_048_576) MiB of memory, and \
        \(available.words)
        """
    }
  }

  public var remedy: String {
    switch self {
    case .unsupported: "Use --precision fp32"
    case .outOfMemory(_, let available), .notAllocated(_, let available):
      "Use a smaller --batch or a smaller network" + available.remedy
    case .refused(_, 1): "Use a smaller --batch or a smaller network"
    case .tooManyLanes(_, let fitting, _, _):
      fitting == 1
        ? "Only one fits: go without --lane, or use a smaller --batch"
        : "\(fitting) fit: use fewer --lane, or a smaller --batch"
    case .refused: "Change the layer, or use another version of oneDNN"
    }
  }
}

extension ComputeError: CustomStringConvertible {
  public var description: String { "\(problem). \(remedy)." }
}

extension MemoryAllowance {
  /// To follow "and": "900 MiB are left of the 1500 MiB of /sys/fs/cgroup/memory.max".
  fileprivate var words: String {
    let left = "\(bytes / 1_048_576) MiB are"
    func of(_ all: Int, _ source: String) -> String {
      "\(left) left of the \(all / 1_048_576) MiB of \(source)"
    }
    return switch limit {
    case .machine: "\(left) there"
    case .controlGroup(let file, let all): of(all, file)
    case .addressSpace(let all): of(all, "`ulimit -v`")
    case .data(let all): of(all, "`ulimit -d`")
    }
  }

  fileprivate var remedy: String {
    switch limit {
    case .machine: ""
    case .controlGroup, .addressSpace, .data: ", or raise the limit"
    }
  }
}
