import DisplayText
import Machine

/// The values of the panel of the machine. What is not known has no value.
struct MachineValues {
  let machine: MachineState

  /// A value with its name, and a clause for readers to whom the name is new.
  struct NamedValue: Equatable {
    var name: String
    var value: String
    var explanation: String
  }

  /// The values, the most important first.
  var values: [NamedValue] {
    guard let sample = machine.sample else { return [] }
    let busy = sample.processLoad.map { "\(NumberText.fixed($0, 1)) processors" }
    let threads = sample.threads.map { $0 == 1 ? "1 thread" : "\(NumberText.grouped($0)) threads" }
    let trainer = [busy, threads].compactMap(\.self).joined(separator: " · ")
    let rows: [(String, String?, String)] = [
      (
        "trainer", trainer.isEmpty ? nil : trainer,
        "the processors that the trainer keeps busy, with all its threads"
      ),
      (
        "its memory", sample.residentBytes.map { NumberText.memory($0) },
        "the memory that the trainer occupies"
      ),
      ("available", available(sample), "memory that programs can still use without swapping"),
      (
        "group limit", sample.group.map { Self.share($0.used, of: $0.limit) },
        "the memory of the container or the service, without cached files"
      ),
      (
        "disk free", sample.freeDiskBytes.map { NumberText.bytes($0) },
        "in the folder of the runs; new checkpoints replace old ones"
      ),
      (
        "checkpoint", machine.checkpointBytes.map { NumberText.bytes($0) },
        "the size of one; the folder has at most three, and one that is being written"
      ),
    ]
    return rows.compactMap { name, value, explanation in
      value.map { NamedValue(name: name, value: $0, explanation: explanation) }
    }
  }

  private func available(_ sample: MachineSample) -> String? {
    guard let bytes = sample.availableBytes else { return nil }
    return sample.totalBytes.map { Self.share(bytes, of: $0) } ?? NumberText.memory(bytes)
  }

  private static func share(_ bytes: Int, of total: Int) -> String {
    "\(NumberText.grouped((bytes + 0xf_ffff) >> 20)) of \(NumberText.memory(total))"
  }

  /// The number of processors, their frequency and their temperature.
  var note: String {
    guard let sample = machine.sample else { return "" }
    let count = sample.processors.count
    let parts: [String?] = [
      count == 0 ? nil : count == 1 ? "1 processor" : "\(NumberText.grouped(count)) processors",
      sample.frequency.map { "\(NumberText.fixed($0 / 1e9, 1)) GHz" },
      sample.temperature.map { "\(NumberText.fixed($0, 0)) °C" },
    ]
    return parts.compactMap(\.self).joined(separator: " · ")
  }
}
