import Blueprint
import DisplayText
import Machine

/// An error between a network specification and its first step.
public enum ComputeError: Error, Equatable, Sendable {
  /// oneDNN reported an error; `status` is its `dnnl_status_t`.
  case refused(operation: String, status: Int32)
  /// The processor has no instructions for this precision.
  case unsupported(Precision)
  /// A network and its batches do not fit into the memory.
  case outOfMemory(neededBytes: Int, MemoryAllowance)
  /// A network that evaluates and its batches do not fit into the memory.
  case cannotEvaluate(neededBytes: Int, MemoryAllowance)
  /// The system did not provide a block of memory that a network needs.
  case notAllocated(bytes: Int, MemoryAllowance)
  /// Several networks side by side do not fit into the memory; `fitting` of them do.
  case tooManyLanes(Int, fitting: Int, neededBytes: Int, MemoryAllowance)
  /// A network that cannot be divided into columns.
  case cannotDivide(ColumnError)
  /// A network whose fully-connected layers cannot be divided.
  case cannotDivideUnits(HybridError)
}

extension ComputeError: Explained {
  /// The problem: a clause that starts in lower case, without a full stop.
  public var problem: String {
    switch self {
    case .refused(let operation, let status):
      let reason = [1: "out of memory", 2: "invalid arguments", 3: "not implemented"][status]
      return "oneDNN reported an error at \(operation): \(reason ?? "status \(status)")"
    case .unsupported(let precision):
      return """
        this processor cannot compute \(precision.rawValue): it must have AVX-512 with bfloat16, \
        and oneDNN found \(Engine.instructions)
        """
    case .outOfMemory(let needed, let available):
      return """
        training needs about \(NumberText.memory(needed)) of memory, and \(available.text)
        """
    case .cannotEvaluate(let needed, let available):
      return """
        evaluating needs about \(NumberText.memory(needed)) of memory, and \(available.text)
        """
    case .notAllocated(let bytes, let available):
      return """
        \(NumberText.memory(bytes)) of memory could not be allocated; \(available.text)
        """
    case .tooManyLanes(let lanes, _, let needed, let available):
      return """
        \(lanes) networks side by side need about \(NumberText.memory(needed)) of memory, and \
        \(available.text)
        """
    case .cannotDivide(let error): return error.problem
    case .cannotDivideUnits(let error): return error.problem
    }
  }

  /// The remedy: a sentence without a full stop.
  public var remedy: String {
    switch self {
    case .unsupported:
      "Start a run with --precision fp32; a run that began in another precision keeps it"
    case .outOfMemory(_, let available), .cannotEvaluate(_, let available),
      .notAllocated(_, let available):
      "Use a smaller --batch or a smaller network" + available.remedy
    case .refused(_, 1): "Use a smaller --batch or a smaller network"
    case .tooManyLanes(_, let fitting, _, _):
      fitting == 1
        ? "Only one fits: remove --lane, or use a smaller --batch"
        : "\(fitting) fit: use fewer --lane options, or a smaller --batch"
    case .cannotDivide(let error): error.remedy
    case .cannotDivideUnits(let error): error.remedy
    case .refused: "Change the layer, or use another version of oneDNN"
    }
  }
}

extension MemoryAllowance {
  /// A clause about the memory: "900 MiB are left of the 1,500 MiB of /sys/fs/cgroup/memory.max".
  public var text: String {
    let left = "\(NumberText.memory(bytes)) are"
    func of(_ all: Int, _ source: String) -> String {
      "\(left) left of the \(NumberText.memory(all)) of \(source)"
    }
    return switch limit {
    case .machine: "\(left) available"
    case .controlGroup(let file, let all): of(all, file)
    case .addressSpace(let all): of(all, "`ulimit -v`")
    case .data(let all): of(all, "`ulimit -d`")
    }
  }

  /// The end of a remedy, with a comma in front; empty if no limit can be raised.
  fileprivate var remedy: String {
    switch limit {
    case .machine: ""
    case .controlGroup, .addressSpace, .data: ", or raise the limit"
    }
  }
}
