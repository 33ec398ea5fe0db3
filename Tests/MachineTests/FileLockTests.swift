import Foundation
import Machine
import Testing

@Suite struct FileLockTests {
  @Test func aReleasedLockIsFreeThoughACopyOfItsDescriptorIsOpen() throws {
    let path = "\(NSTemporaryDirectory())/lock-\(UUID().uuidString)"
    defer { unlink(path) }
    func locked() throws -> Int32 {
      let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
      try #require(descriptor >= 0 && flock(descriptor, LOCK_EX | LOCK_NB) == 0)
      return descriptor
    }
    let first = try locked()
    // Like the copy in a child process that has not executed its program yet.
    let copy = dup(first)
    defer { close(copy) }
    FileLock.releaseAndClose(first)
    close(try locked())
  }
}
