import Glibc

/// Allocates memory from the system. If the system has too little, the process ends with one line on
/// standard error and status 1. The program compares large amounts with the limits before it allocates
/// them, and it cannot continue without small ones.
enum Allocation {
  /// Allocates memory that `free` releases.
  static func aligned(to alignment: Int, bytes: Int) -> UnsafeMutableRawPointer {
    var memory: UnsafeMutableRawPointer?
    guard posix_memalign(&memory, alignment, max(bytes, 1)) == 0, let memory else {
      endProcess(lacking: bytes)
    }
    return memory
  }

  /// Reserves addresses; the system provides each page when it is first written. `munmap` releases them.
  static func reserved(bytes: Int) -> UnsafeMutableRawPointer {
    let mapped = mmap(
      nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard let mapped, mapped != MAP_FAILED else { endProcess(lacking: bytes) }
    return mapped
  }

  private static func endProcess(lacking bytes: Int) -> Never {
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
