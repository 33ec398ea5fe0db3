import Glibc

/// Memory from the system. Where there is none, the process ends with one line on standard error and
/// status 1: what is large is compared with the limits beforehand, and little can be done without what
/// is small.
enum Allocation {
  static func aligned(to alignment: Int, bytes: Int) -> UnsafeMutableRawPointer {
    var memory: UnsafeMutableRawPointer?
    guard posix_memalign(&memory, alignment, max(bytes, 1)) == 0, let memory else {
      end(without: bytes)
    }
    return memory
  }

  /// Addresses whose pages are taken only when they are used.
  static func reserved(bytes: Int) -> UnsafeMutableRawPointer {
    let mapped = mmap(
      nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard let mapped, mapped != MAP_FAILED else { end(without: bytes) }
    return mapped
  }

  private static func end(without bytes: Int) -> Never {
    let text = """
      alexnet: \(bytes / 1_048_576 + 1) MiB of memory could not be allocated. Use a smaller --batch or a \
      smaller network, or raise the limit (`ulimit -v`, `ulimit -d`).

      """
    _ = text.utf8.withContiguousStorageIfAvailable {
      write(STDERR_FILENO, $0.baseAddress, $0.count)
    }
    _exit(1)
  }
}
