import Glibc

/// Locks of open files between processes, as `flock` sets them.
public enum FileLock {
  /// Releases the lock of an open file and closes it.
  ///
  /// A child process that is being started has a copy of every descriptor until it executes its
  /// program. Without the release, such a copy would keep the lock for that time.
  public static func releaseAndClose(_ descriptor: Int32) {
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }
}
