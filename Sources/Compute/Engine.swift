import Blueprint
import COneDNN

/// oneDNN on this machine's processor. All work with an engine and what was made with it happens on
/// the thread that made it: libgomp keeps a team of workers for each calling thread.
public final class Engine {
  let handle: OpaquePointer
  public let threads: Int

  /// - Parameter threads: how many threads compute, the calling one included; at least 1.
  public init(threads: Int) throws(ComputeError) {
    precondition(threads >= 1, "at least one thread computes")
    od_set_threads(Int32(threads))
    self.threads = threads
    handle = try ComputeError.check("start") { od_engine_create(&$0) }
  }

  deinit { od_engine_destroy(handle) }

  /// oneDNN's version, "2.6.3".
  public static var libraryVersion: String { String(cString: od_version()) }

  /// The vector instructions that oneDNN uses on this processor.
  public static var instructions: String { String(cString: od_instructions()) }

  /// Whether the processor multiplies bfloat16 in its vector instructions.
  public static var hasBFloat16: Bool { od_has_bf16() != 0 }

  /// The most that the threads can do, in GFLOP/s: multiplications and additions on registers alone,
  /// the best of many short bursts over `seconds`.
  public func measurePeak(_ precision: Precision = .fp32, seconds: Double) -> Double {
    od_peak(seconds, precision.element.code)
  }
}

extension ComputeError {
  /// Calls what makes a handle, and turns a status that is not 0 into an error.
  static func check(
    _ operation: String, _ make: (inout OpaquePointer?) -> Int32
  ) throws(ComputeError) -> OpaquePointer {
    var handle: OpaquePointer?
    let status = make(&handle)
    guard status == 0, let handle else { throw .refused(operation: operation, status: status) }
    return handle
  }
}

extension Precision {
  /// What activations are kept in.
  var element: Element { self == .bf16 ? .bf16 : .fp32 }
}
