import Blueprint
import COneDNN

/// oneDNN on this machine's processor. All work with an engine and what was made with it happens on
/// the thread that made it: libgomp keeps a team of workers for each calling thread.
public final class Engine {
  let handle: OpaquePointer
  /// How many threads compute: as many as were asked for, or fewer where OpenMP gives fewer.
  public let threads: Int
  /// Whether bfloat16 is what activations are kept in, and no more: layers with parameters widen them
  /// and multiply in single precision.
  public let widensBFloat16: Bool

  /// - Parameters:
  ///   - threads: how many threads are to compute, the calling one included; at least 1.
  ///   - widensBFloat16: by default where that is faster, which the processor's kind decides and no
  ///     clock: the same plan has the same digits.
  public init(
    threads: Int, widensBFloat16: Bool = Engine.hasSlowBFloat16
  ) throws(ComputeError) {
    precondition(threads >= 1, "at least one thread computes")
    self.threads = Int(od_set_threads(Int32(threads)))
    self.widensBFloat16 = widensBFloat16
    handle = try ComputeError.check("start") { od_engine_create(&$0) }
  }

  deinit { od_engine_destroy(handle) }

  /// Undoes what OpenMP's settings do to the thread that the process begins with: binding it to one
  /// processor, which all threads made later would inherit. To be called before there are others.
  /// - Returns: false where the settings name processors that the process cannot use; libgomp then ends
  ///   it when it starts a thread.
  public static func releaseFirstThread() -> Bool { od_release_thread() != 0 }

  /// oneDNN's version, "2.6.3".
  public static var libraryVersion: String { String(cString: od_version()) }

  /// The vector instructions that oneDNN uses on this processor.
  public static var instructions: String { String(cString: od_instructions()) }

  /// Whether the processor multiplies bfloat16 in its vector instructions.
  public static var hasBFloat16: Bool { od_has_bf16() != 0 }

  /// Whether that is no faster than multiplying single precision.
  public static var hasSlowBFloat16: Bool { od_has_slow_bf16() != 0 }

  /// What layers with parameters multiply in.
  func productElement(of precision: Precision) -> Element {
    widensBFloat16 ? .fp32 : precision.element
  }

  /// The most that the threads can do in what a precision multiplies in, in GFLOP/s: multiplications
  /// and additions on registers alone, the best of many short bursts over `seconds`.
  public func measurePeak(_ precision: Precision = .fp32, seconds: Double) -> Double {
    od_peak(seconds, productElement(of: precision).code)
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
