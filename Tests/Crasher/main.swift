import Foundation
import NCursesTerminal
import TerminalUI

// Opens a terminal and crashes as it is told, so that tests can see what is left of the terminal.

struct UnknownWay: Error {}

/// Deeper and deeper, until there is no stack left.
@inline(never) func fall(_ depth: Int) -> Int {
  guard depth < .max else { return 0 }
  return withUnsafeTemporaryAllocation(of: Int.self, capacity: 256) { room in
    room.initialize(repeating: depth)
    return room[depth % 256] &+ fall(depth + 1)
  }
}

/// Never returns: the main thread waits, as it does while a trainer works.
func onAnotherThread(_ crash: @escaping @Sendable () -> Void) throws {
  let thread = Thread {
    CrashGuard.coverThisThread()
    crash()
  }
  thread.start()
  while true { pause() }
}

let terminal = try Terminal()
var frame = Frame(width: terminal.size.width, height: terminal.size.height)
frame.text("about to crash", x: 2, y: 1, style: Style())
terminal.present(frame)
switch CommandLine.arguments.dropFirst().first {
case "fatal-error": fatalError("as it was told")
case "fatal-error-elsewhere": try onAnotherThread { fatalError("as it was told, elsewhere") }
case "stack-overflow": print(fall(0))
case "stack-overflow-elsewhere": try onAnotherThread { print(fall(0)) }
case "bad-address": print(UnsafePointer<Int>(bitPattern: 8)?.pointee ?? 0)
default: throw UnknownWay()
}
