import Channels
import Foundation

/// Threads that run side by side; the test goes on when all have ended.
struct Threads {
  private let running = Monitor(0)

  func start(_ body: @escaping @Sendable () -> Void) {
    running.update { $0 += 1 }
    Thread {
      body()
      running.update { $0 -= 1 }
    }.start()
  }

  func join() {
    _ = running.wait { $0 == 0 ? true : nil }
  }
}
