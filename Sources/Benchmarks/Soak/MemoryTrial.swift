import Foundation

/// Measures the memory and the descriptors of a trainer over a long time, with checkpoints and with
/// a dashboard that attaches from time to time.
struct MemoryTrial {
  var workspace: SoakWorkspace
  var seconds: Double
  /// The share of the time at the start that is not measured, because pools are still filled.
  private static let warmUp = 0.1

  func run() throws -> [TrialResult] {
    let trainer = try SoakTrainer(
      workspace, "long", ["--batch", "32", "--limit", "2000", "--checkpoint-every", "200"])
    let start = ContinuousClock.now
    func elapsed() -> Double { start.duration(to: .now) / .seconds(1) }
    var sizes: [Int] = []
    var descriptors: [Int] = []
    while elapsed() < seconds {
      try trainer.watch(for: 1)
      usleep(UInt32(min(9, seconds / 40) * 1e6))
      guard elapsed() > seconds * Self.warmUp else { continue }
      sizes.append(try trainer.residentBytes())
      descriptors.append(try trainer.descriptors())
    }
    guard let smallest = sizes.min(), let largest = sizes.max(), let fewest = descriptors.min(),
      let most = descriptors.max()
    else { return [] }
    let spread = Double(largest - smallest) / Double(largest)
    return [
      .init(name: "seconds, measurements", value: "\(Int(elapsed())), \(sizes.count)"),
      .init(
        name: "resident memory, MiB", value: "\(smallest >> 20)…\(largest >> 20)",
        limit: "within 1 %",
        isWithinLimit: spread <= 0.01),
      .init(
        name: "descriptors", value: "\(fewest)…\(most)", limit: "constant",
        isWithinLimit: most == fewest),
    ]
  }
}
