import Glibc

/// How long the parts of training steps take, added up by layer: two readings of the clock a part, in
/// memory that is taken once.
public final class StepTimes {
  /// Means over the steps measured.
  public struct Layer: Sendable {
    public var name: String
    public var forwardSeconds: Double
    /// Both ways back: to the layer before, and to the weights.
    public var backwardSeconds: Double
    public var updateSeconds: Double
  }

  private let names: [String]
  /// For each part of a step, whose time it is: three places a layer.
  private let places: [Int]
  private var sums: [Double]
  private var next = 0
  /// How many steps have been begun since the last `take`.
  public private(set) var steps = 0

  public init(_ network: Network) {
    let parts = network.parts
    var names: [String] = []
    for part in parts where !names.contains(part.layer) { names.append(part.layer) }
    self.names = names
    places = parts.map { part in
      let kind =
        switch part.direction {
        case .forward: 0
        case .loss, .backwardData, .backwardWeights: 1
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
    sums[places[next]] += Self.now - start
    next += 1
  }

  /// One entry a layer, in order, the loss among them as "softmax"; then counts from nothing. Nil when
  /// no step has been measured.
  public func take() -> [Layer]? {
    guard steps > 0 else { return nil }
    let count = Double(steps)
    defer {
      steps = 0
      for index in sums.indices { sums[index] = 0 }
    }
    return names.enumerated().map { index, name in
      Layer(
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
