import Channels

/// Threads that a test starts and waits for.
struct Threads {
  private let running = Monitor(0)

  func start(_ body: @escaping @Sendable () -> Void) {
    running.update { $0 += 1 }
    NamedThread.start("test") {
      body()
      running.update { $0 -= 1 }
    }
  }

  /// Waits until all threads have ended.
  func join() {
    _ = running.wait { $0 == 0 ? true : nil }
  }
}
