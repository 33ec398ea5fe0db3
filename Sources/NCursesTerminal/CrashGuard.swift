/// What long-lived threads other than the main one do for the terminal.
public enum CrashGuard {
  /// Gives the calling thread a stack for signal handlers, so that even its stack overflow leaves
  /// the terminal in order. Once at the thread's start; freed at its end.
  public static func coverThisThread() { Curses.coverThisThread() }
}
