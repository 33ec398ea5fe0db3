import Glibc

/// Adds up the times of the parts of training steps by layer.
///
/// It reads the clock twice for each part, and allocates its memory once.
public final class StepTimes {
  /// The mean times of one layer in a step.
  public struct LayerSeconds: Sendable {
    /// The name of the layer; "softmax" for the loss, and "other ranks" for the wait for other ranks.
    public var name: String
    /// The time of the forward pass, in seconds.
    public var forwardSeconds: Double
    /// The time of the backward pass, for inputs and weights, in seconds. The whole wait for other ranks
    /// counts here.
    public var backwardSeconds: Double
    /// The time of the update, in seconds.
    public var updateSeconds: Double
  }

  private let names: [String]
  /// The index in `sums` of each part of a step.
  private let indices: [Int]
  /// Three sums for each layer: forward, backward and update, in seconds.
  private var sums: [Double]
  private var next = 0
  /// The number of steps since the last call of ``drain()``.
  public private(set) var steps = 0

  /// Creates a stopwatch for the steps of a network.
  public init(_ network: Network) {
    let parts = network.parts
    var names: [String] = []
    for part in parts where !names.contains(part.layer) { names.append(part.layer) }
    self.names = names
    indices = parts.map { part in
      let kind =
        switch part.direction {
        case .forward: 0
        case .loss, .backwardData, .backwardWeights, .exchange: 1
        case .update: 2
        }
      return 3 * names.firstIndex(of: part.layer)! + kind
    }
    sums = Array(repeating: 0, count: 3 * names.count)
  }

  func begin() {
    next = 0
    steps += 1
  }

  func measure(_ body: () -> Void) {
    let start = Self.now
    body()
    sums[indices[next]] += Self.now - start
    next += 1
  }

  /// Returns the mean times of each layer, in order and including the loss, and resets the sums to 0.
  ///
  /// - Returns: `nil` if no step has been measured.
  public func drain() -> [LayerSeconds]? {
    guard steps > 0 else { return nil }
    let count = Double(steps)
    defer {
      steps = 0
      for index in sums.indices { sums[index] = 0 }
    }
    return names.enumerated().map { index, name in
      LayerSeconds(
        name: name, forwardSeconds: sums[3 * index] / count,
        backwardSeconds: sums[3 * index + 1] / count, updateSeconds: sums[3 * index + 2] / count)
    }
  }

  private static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
