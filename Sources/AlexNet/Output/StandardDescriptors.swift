import Foundation

/// The descriptors 0, 1 and 2. A program can be started without them (`>&-`); the next file that it opens
/// then gets the number, and what is printed is written into that file.
enum StandardDescriptors {
  /// Opens those that are closed on `/dev/null`. To be called before anything else is opened.
  static func open() {
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
      // The lowest free number is this one, for those below are open. A folder can be neither read nor
      // written, but holds the place.
      if Foundation.open("/dev/null", O_RDWR) < 0 { _ = Foundation.open("/", O_RDONLY) }
    }
  }
}
