import Foundation
import NCursesTerminal
import TerminalUI

/// A program that opens a terminal and crashes in the way that its argument names. Tests check the
/// state of the terminal afterwards.
@main struct Crasher {
  /// The argument does not name a way to crash.
  private struct UnknownArgument: Error {}

  static func main() throws {
    let terminal = try Terminal()
    var frame = Frame(width: terminal.size.width, height: terminal.size.height)
    frame.text("about to crash", x: 2, y: 1, style: Style())
    terminal.present(frame)
    switch CommandLine.arguments.dropFirst().first {
    case "fatal-error": fatalError("crash for a test")
    case "fatal-error-elsewhere": onAnotherThread { fatalError("crash for a test, another thread") }
    case "stack-overflow": print(overflowStack(0))
    case "stack-overflow-elsewhere": onAnotherThread { print(overflowStack(0)) }
    case "bad-address": print(UnsafePointer<Int>(bitPattern: 8)?.pointee ?? 0)
    default: throw UnknownArgument()
    }
  }

  /// Calls itself until the stack overflows.
  @inline(never) private static func overflowStack(_ depth: Int) -> Int {
    guard depth < .max else { return 0 }
    return withUnsafeTemporaryAllocation(of: Int.self, capacity: 256) { buffer in
      buffer.initialize(repeating: depth)
      return buffer[depth % 256] &+ overflowStack(depth + 1)
    }
  }

  /// Crashes on a thread of its own while the main thread waits, as it does while a trainer works.
  private static func onAnotherThread(_ crash: @escaping @Sendable () -> Void) -> Never {
    let thread = Thread {
      CrashGuard.protectCurrentThread()
      crash()
    }
    thread.start()
    while true { pause() }
  }
}
