import Runs

/// What the screen of kernels shows: which one is chosen, in which order, of which moment. A value, as
/// all of the state; what has to be worked out from weights is kept in `study`.
struct KernelsView: Equatable, Sendable {
  enum Order: CaseIterable { case index, norm, color, frequency, structure }

  /// Nil is the weights themselves.
  enum Part: CaseIterable { case weights, update, gradient }

  /// A moment of the time-line.
  struct Moment: Equatable {
    var step: Int
    var kernels: Kernels
    /// Nobody has gone back to it: it is shown until there is something of now.
    var isStandIn = false
  }

  var chosen = 0
  var order = Order.index
  var part = Part.weights
  /// The two columns apart, where there are two.
  var isGrouped = true
  /// When its time-line was last asked for; nil has it asked for as soon as the screen is shown.
  var askedAt: Double?
  /// Those of the time-line, in order.
  var steps: [Int] = []
  /// Nil is now.
  var past: Moment?
  /// The step whose record has been asked for and is not yet there.
  var sought: Int?
  /// When it was last turned on, while it plays.
  var playedAt: Double?
  var study: Study?

  /// Seconds between two moments while it plays, and how many there are at most: a run of a week takes
  /// a quarter of a minute.
  static let playInterval = 0.1
  /// Seconds after which a time-line that grows is read again.
  static let readInterval = 5.0
  static let playMoments = 150

  /// What is known of the kernels on the screen.
  struct Study: Equatable, Sendable {
    var step: Int
    var weights: Kernels
    /// The last update or gradient, where it is known.
    var change: KernelChange?
    var features: [KernelFeatures]
    /// All kernels in the chosen order.
    var ranked: [Int]
    var columns: (first: Double, second: Double)?

    init(step: Int, weights: Kernels, change: KernelChange?, order: Order) {
      self.step = step
      self.weights = weights
      self.change = change
      features = weights.features
      ranked = Self.ranked(features, by: order)
      columns = weights.columnColors
    }

    /// The share of kernels that are no longer noise.
    var structuredShare: Double {
      Double(features.count { $0.structure > 0.5 }) / Double(max(1, features.count))
    }

    /// What comes first is what is looked for: the strong, the coloured, the fine, the structured. Equals
    /// stay in their order, and kernels without a wave come after those with one.
    static func ranked(_ features: [KernelFeatures], by order: Order) -> [Int] {
      let values: [Double] =
        switch order {
        case .index: features.indices.map { -Double($0) }
        case .norm: features.map(\.norm)
        case .color: features.map(\.color)
        case .frequency: features.map { $0.hasWave ? $0.wave.frequency : -1 }
        case .structure: features.map(\.structure)
        }
      return features.indices.sorted { a, b in
        let (x, y) = (values[a], values[b])
        // What is not a number is last.
        if x.isNaN != y.isNaN { return y.isNaN }
        return x == y || x.isNaN ? a < b : x > y
      }
    }

    static func == (a: Study, b: Study) -> Bool {
      a.step == b.step && a.weights == b.weights && a.change == b.change && a.ranked == b.ranked
    }
  }

  /// Forgets the time-line: another run has come into focus, with one of its own.
  mutating func leaveRun() {
    askedAt = nil
    steps = []
    past = nil
    sought = nil
    playedAt = nil
    study = nil
  }

  mutating func sort() {
    guard let features = study?.features else { return }
    study?.ranked = Study.ranked(features, by: order)
  }

  /// What is drawn: the weights, or what was done to them where that is asked for and known.
  var shown: Kernels? {
    guard let study else { return nil }
    return part == .weights || past != nil ? study.weights : study.change?.kernels
  }
}

extension KernelsView.Order {
  var name: String {
    switch self {
    case .index: "number"
    case .norm: "norm"
    case .color: "colour"
    case .frequency: "frequency"
    case .structure: "structure"
    }
  }
}

extension KernelsView.Part {
  var name: String {
    switch self {
    case .weights: "weights"
    case .update: "last update"
    case .gradient: "gradient"
    }
  }
}

extension CaseIterable where Self: Equatable {
  /// The one after it, round the end.
  var next: Self {
    let all = Array(Self.allCases)
    let index = all.firstIndex(of: self) ?? 0
    return all[(index + 1) % all.count]
  }
}
