import Glibc

/// The processors on which the threads of a process can run.
public enum ProcessorAffinity {
  /// Returns the numbers of the processors, in ascending order; `nil` if they cannot be read.
  /// - Parameters:
  ///   - process: The process ID.
  ///   - files: The files that describe processes.
  public static func processors(of process: Int32, in files: SystemFiles = SystemFiles()) -> [Int]?
  {
    files.value(of: "Cpus_allowed_list", in: "/proc/\(process)/status").flatMap(numbers)
  }

  /// Returns the processors of the program that has started this one: of the nearest process above this one
  /// that is of another program; `nil` if they cannot be read.
  public static func processorsOfStarter(in files: SystemFiles = SystemFiles()) -> [Int]? {
    let own = SystemProcess.program(of: getpid())
    var process = getppid()
    while own != nil, SystemProcess.program(of: process) == own {
      guard let parent = files.value(of: "PPid", in: "/proc/\(process)/status") else { return nil }
      process = Int32(parent) ?? 0
    }
    return processors(of: process, in: files)
  }

  /// Returns the numbers of a list such as "0-3,8"; `nil` for other texts.
  static func numbers(ofList list: Substring) -> [Int]? {
    var numbers: [Int] = []
    for range in list.split(separator: ",") {
      let ends = range.split(separator: "-").map { Int($0) }
      guard let first = ends.first ?? nil, let last = ends.last ?? nil, first <= last,
        ends.count <= 2
      else { return nil }
      numbers += first...last
    }
    return numbers.isEmpty ? nil : numbers
  }
}
