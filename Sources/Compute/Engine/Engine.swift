import Blueprint
import COneDNN

/// The engine of oneDNN for this machine's processor.
///
/// An engine, and all objects that were created with it, must be used on the thread that created it,
/// because libgomp keeps a separate team of threads for each calling thread.
public final class Engine {
  let handle: OpaquePointer
  /// The number of computing threads. It is smaller than requested if OpenMP provides fewer.
  public let threads: Int
  /// True if layers with parameters multiply in single precision at the precision `bf16`. Only
  /// activations in memory are then in bfloat16.
  public let widensBFloat16: Bool

  /// Creates an engine and sets the number of its threads.
  ///
  /// - Parameters:
  ///   - threads: The number of computing threads, including the calling one; at least 1.
  ///   - widensBFloat16: True to multiply bfloat16 in single precision. The default follows from the
  ///     model of the processor and not from a measurement of time, so that the same plan computes
  ///     the same digits.
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

  /// Allows the first thread to run on all processors again. OpenMP's settings can bind it to one
  /// processor, and all threads that are created later would inherit this binding. It must be called
  /// before other threads exist.
  ///
  /// - Returns: False if the settings name processors that the process cannot use. In this case
  ///   libgomp ends the process when it starts a thread.
  public static func releaseFirstThread() -> Bool { od_release_thread() != 0 }

  /// The version of oneDNN, as in "2.6.3".
  public static var libraryVersion: String { String(cString: od_version()) }

  /// The vector instructions that oneDNN uses on this processor, as in "AVX-512".
  public static var instructions: String { String(cString: od_instructions()) }

  /// True if oneDNN uses the processor's AVX2 or newer instructions.
  public static var hasAVX2: Bool { od_has_avx2() != 0 }

  /// True if the processor has vector instructions that multiply bfloat16.
  public static var hasBFloat16: Bool { od_has_bf16() != 0 }

  /// True if the processor's instructions for bfloat16 are not faster than those for single precision.
  public static var hasSlowBFloat16: Bool { od_has_slow_bf16() != 0 }

  /// Returns the type of the factors in layers with parameters.
  func factors(of precision: Precision) -> ElementType {
    widensBFloat16 ? .fp32 : precision.element
  }

  /// Measures the peak of all threads: the speed of multiplications and additions without access to
  /// memory.
  ///
  /// - Parameters:
  ///   - precision: The precision whose factors are multiplied.
  ///   - seconds: The duration of the measurement.
  /// - Returns: The best of many short bursts, in GFLOP/s; `nil` if the factors are multiplied by AMX, whose peak
  ///   is not measured.
  public func measurePeak(_ precision: Precision = .fp32, seconds: Double) -> Double? {
    let peak = od_peak(seconds, factors(of: precision).code)
    return peak > 0 ? peak : nil
  }
}

extension ComputeError {
  /// Calls a C function that creates a handle, and returns the handle.
  ///
  /// - Throws: ``ComputeError/refused(operation:status:)`` if the status is not 0.
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
