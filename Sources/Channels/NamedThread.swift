import Glibc

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
  /// - Precondition: The system can start one more thread.
  public static func start(
    _ name: String, stackSize: Int? = nil, isBackground: Bool = false,
    _ body: @escaping @Sendable () -> Void
  ) {
    let work = Unmanaged.passRetained(Work(name: name, isBackground: isBackground, body: body))
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    if let stackSize { pthread_attr_setstacksize(&attributes, stackSize) }
    var thread = pthread_t()
    let code = pthread_create(
      &thread, &attributes,
      { pointer in
        pointer.map { Unmanaged<Work>.fromOpaque($0).takeRetainedValue().run() }
        return nil
      }, work.toOpaque())
    precondition(code == 0, "the thread '\(name)' can be started (error \(code))")
  }

  /// The work of a thread.
  private final class Work: Sendable {
    private let name: String
    private let isBackground: Bool
    private let body: @Sendable () -> Void

    init(name: String, isBackground: Bool, body: @escaping @Sendable () -> Void) {
      self.name = name
      self.isBackground = isBackground
      self.body = body
    }

    func run() {
      setName()
      if isBackground {
        // On Linux, process 0 is the calling thread, without the other threads of the process.
        _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, backgroundNiceness)
      }
      body()
    }

    /// Names the calling thread. Swift cannot call `pthread_setname_np`, a GNU extension. Without `/proc` the thread
    /// keeps the name of the process.
    private func setName() {
      let file = open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
      guard file >= 0 else { return }
      // Linux refuses a name of more than 15 bytes.
      let bytes = Array(name.utf8.prefix(15))
      _ = write(file, bytes, bytes.count)
      close(file)
    }
  }
}
