import Foundation

/// Starts threads with names, which debuggers and `ps -L` show.
public enum NamedThread {
  /// The niceness of background threads. The scheduler prefers the threads of the training step, which
  /// usually have niceness 0.
  private static let backgroundNiceness: Int32 = 5

  /// Starts a thread that ends when `body` returns.
  /// - Parameters:
  ///   - name: The thread's name, of which Linux shows the first 15 bytes.
  ///   - stackSize: The size of the stack in bytes; `nil` for the default of the system.
  ///   - isBackground: True if the thread's work can be late without delaying a training step.
  ///   - body: The thread's work.
  public static func start(
    _ name: String, stackSize: Int? = nil, isBackground: Bool = false,
    _ body: @escaping @Sendable () -> Void
  ) {
    let thread = Thread {
      // Foundation gives a name to the system only from the running thread, and Linux refuses a name of
      // more than 15 bytes.
      Thread.current.name = String(decoding: name.utf8.prefix(15), as: UTF8.self)
      if isBackground {
        // On Linux, process 0 is the calling thread, without the other threads of the process.
        _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, backgroundNiceness)
      }
      body()
    }
    if let stackSize { thread.stackSize = stackSize }
    thread.start()
  }
}
