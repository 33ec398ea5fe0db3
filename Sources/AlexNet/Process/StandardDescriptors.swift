import Glibc

/// The descriptors 0, 1 and 2. A program can be started without them (`>&-`). The next file that it opens
/// would then have the free number, and printed text would be written into that file.
enum StandardDescriptors {
  /// Opens the closed ones on `/dev/null`. Call it before any other file is opened.
  static func open() {
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
      // The lower descriptors are open, so this one is the lowest free number. A folder can be neither
      // read nor written, but occupies the number.
      if Glibc.open("/dev/null", O_RDWR) < 0 { _ = Glibc.open("/", O_RDONLY) }
    }
  }
}
