/// The processor time and the size of a process, as `/proc/PID/stat` has them (proc_pid_stat(5)).
struct ProcessTimes: Equatable, Sendable {
  /// The processor time of all threads, in ticks of the system's clock.
  var ticks: Int
  /// The number of threads.
  var threads: Int
  /// The memory of the process that is in the machine's memory, in pages.
  var residentPages: Int

  /// Reads the text of `/proc/PID/stat`; `nil` for another text.
  init?(_ text: String) {
    // The name is in parentheses and can have any characters.
    guard let name = text.lastIndex(of: ")") else { return nil }
    let fields = text[name...].dropFirst().split(separator: " ")
    // The first field after the name is the third of the line: utime and stime are 14 and 15, num_threads is
    // 20 and rss 24.
    guard fields.count > 21, let user = Int(fields[11]), let system = Int(fields[12]),
      let threads = Int(fields[17]), let pages = Int(fields[21])
    else { return nil }
    ticks = user + system
    self.threads = threads
    residentPages = pages
  }
}
