/// Protection of the terminal against crashes in threads other than the main one.
public enum CrashGuard {
  /// Gives the calling thread a stack for signal handlers, so that the terminal is restored even
  /// after a stack overflow of the thread. Called once at the start of the thread; the stack is
  /// freed at its end.
  public static func protectCurrentThread() { Curses.protectCurrentThread() }
}
