import Blueprint

/// What can go wrong between a specification and its first step.
public enum ComputeError: Error, Equatable, Sendable {
  /// oneDNN refused; `status` is its `dnnl_status_t`.
  case refused(operation: String, status: Int32)
  /// The processor has no arithmetic for this precision.
  case unsupported(Precision)
  /// What a network and its batches need, and what the machine has left.
  case outOfMemory(neededBytes: Int, availableBytes: Int)
  /// So many networks side by side, of which only some fit.
  case tooManyLanes(Int, fitting: Int, neededBytes: Int, availableBytes: Int)
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
        training needs about \(needed / 1_048_576) MiB of memory, and \
        \(available / 1_048_576) MiB are there
        """
    case .tooManyLanes(let lanes, _, let needed, let available):
      return """
        \(lanes) networks side by side need about \(needed / 1_048_576) MiB of memory, and \
        \(available / 1_048_576) MiB are there
        """
    }
  }

  public var remedy: String {
    switch self {
    case .unsupported: "Use --precision fp32"
    case .refused(_, 1), .outOfMemory: "Use a smaller --batch or a smaller network"
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
