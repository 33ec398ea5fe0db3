import Blueprint
import COneDNN

/// oneDNN on this machine's processor.
///
/// All work with an engine, and with objects made on it, must happen on the thread that made it:
/// libgomp keeps a team of threads for each calling thread.
public final class Engine {
  let handle: OpaquePointer
  /// The number of threads that compute. It is smaller than requested where OpenMP gives fewer.
  public let threads: Int
  /// True if bfloat16 is only the type of activations in memory, and layers with parameters
  /// multiply in single precision.
  public let widensBFloat16: Bool

  /// - Parameters:
  ///   - threads: the number of computing threads, including the calling one; at least 1.
  ///   - widensBFloat16: the default chooses the faster way by the kind of the processor, not by
  ///     measuring time, so that the same plan computes the same digits.
  /// - Throws: ``ComputeError`` if oneDNN does not start.
  public init(
    threads: Int, widensBFloat16: Bool = Engine.hasSlowBFloat16
  ) throws(ComputeError) {
    precondition(threads >= 1, "at least one thread must compute")
    self.threads = Int(od_set_threads(Int32(threads)))
    self.widensBFloat16 = widensBFloat16
    handle = try ComputeError.check("start") { od_engine_create(&$0) }
  }

  deinit { od_engine_destroy(handle) }

  /// Undoes the binding of the first thread to one processor by OpenMP's settings, which all
  /// threads made later would inherit. It must be called before there are other threads.
  ///
  /// - Returns: false if the settings name processors that the process cannot use. libgomp then
  ///   ends the process when it starts a thread.
  public static func releaseFirstThread() -> Bool { od_release_thread() != 0 }

  /// The version of oneDNN, as in "2.6.3".
  public static var libraryVersion: String { String(cString: od_version()) }

  /// The vector instructions that oneDNN uses on this processor, as in "AVX-512".
  public static var instructions: String { String(cString: od_instructions()) }

  /// True if the processor has vector instructions that multiply bfloat16.
  public static var hasBFloat16: Bool { od_has_bf16() != 0 }

  /// True if those are not faster than multiplication in single precision.
  public static var hasSlowBFloat16: Bool { od_has_slow_bf16() != 0 }

  /// Returns the type of the factors in layers with parameters.
  func factors(of precision: Precision) -> ElementType {
    widensBFloat16 ? .fp32 : precision.element
  }

  /// Measures the peak of all threads: multiplications and additions on registers alone.
  ///
  /// - Parameters:
  ///   - precision: the precision whose factors are multiplied.
  ///   - seconds: the duration of the measurement.
  /// - Returns: the best of many short bursts, in GFLOP/s.
  public func measurePeak(_ precision: Precision = .fp32, seconds: Double) -> Double {
    od_peak(seconds, factors(of: precision).code)
  }
}

extension ComputeError {
  /// Calls a function that makes a handle, and throws its status if that is not 0.
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
  /// The type of activations in memory.
  var element: ElementType { self == .bf16 ? .bf16 : .fp32 }
}
