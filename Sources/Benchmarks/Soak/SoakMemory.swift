import Foundation

/// A trainer's memory and descriptors over a long time, with checkpoints, and with somebody who looks in
/// now and then.
struct SoakMemory {
  var place: SoakPlace
  var seconds: Double
  /// Of the time at first, in which pools fill.
  private static let warming = 0.1

  func run() throws -> [Soak.Row] {
    let trainer = try SoakTrainer(
      place, "long", ["--batch", "32", "--limit", "2000", "--checkpoint-every", "200"])
    let start = ContinuousClock.now
    func elapsed() -> Double { start.duration(to: .now) / .seconds(1) }
    var sizes: [Int] = []
    var descriptors: [Int] = []
    while elapsed() < seconds {
      try trainer.watch(for: 1)
      usleep(UInt32(min(9, seconds / 40) * 1e6))
      guard elapsed() > seconds * Self.warming else { continue }
      sizes.append(try trainer.residentBytes())
      descriptors.append(try trainer.descriptors())
    }
    guard let least = sizes.min(), let most = sizes.max(), let fewest = descriptors.min(),
      let highest = descriptors.max()
    else { return [] }
    let spread = Double(most - least) / Double(most)
    return [
      .init(what: "seconds, looks", found: "\(Int(elapsed())), \(sizes.count)"),
      .init(
        what: "resident memory, MiB", found: "\(least >> 20)…\(most >> 20)", wanted: "within 1 %",
        isGood: spread <= 0.01),
      .init(
        what: "descriptors", found: "\(fewest)…\(highest)", wanted: "constant",
        isGood: highest == fewest),
    ]
  }
}
