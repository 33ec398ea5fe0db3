/// The times that the processors of the machine have worked and waited since it started, as `/proc/stat` has
/// them (proc_stat(5)). The load is the difference of two such values.
struct ProcessorTimes: Equatable, Sendable {
  /// The times of one processor, in ticks of the system's clock.
  struct Ticks: Equatable, Sendable {
    var busy: Int
    var idle: Int
  }

  /// The times of each processor in operation, by its number.
  var processors: [Int: Ticks]

  /// Reads the text of `/proc/stat`. Lines that are not about one processor are ignored.
  init(_ text: String) {
    processors = [:]
    for line in text.split(separator: "\n") {
      guard line.hasPrefix("cpu") else { continue }
      let words = line.split(separator: " ")
      // The first line, "cpu", has the sums of all processors.
      guard let number = Int(words[0].dropFirst(3)), words.count >= 5 else { continue }
      // user nice system idle iowait irq softirq steal guest guest_nice. Old systems have fewer. The times of
      // guests are contained in those of user and nice.
      let ticks = words.dropFirst().prefix(8).map { Int($0) }
      guard ticks.allSatisfy({ $0 != nil }) else { continue }
      let all = ticks.compactMap(\.self)
      let idle = all[3] + (all.count > 4 ? all[4] : 0)
      processors[number] = Ticks(busy: all.reduce(0, +) - idle, idle: idle)
    }
  }

  /// Returns the load of each processor between an earlier time and this one, in the order of their numbers.
  ///
  /// A processor that was added or removed in between has none, and so has one whose times have not increased:
  /// the times of some virtual machines stand still or even decrease.
  func load(since earlier: ProcessorTimes) -> [MachineSample.ProcessorLoad] {
    processors.keys.sorted().compactMap { number in
      guard let now = processors[number], let before = earlier.processors[number] else {
        return nil
      }
      let (busy, idle) = (now.busy - before.busy, now.idle - before.idle)
      guard busy >= 0, idle >= 0, busy + idle > 0 else { return nil }
      return .init(number: number, share: Double(busy) / Double(busy + idle))
    }
  }
}
