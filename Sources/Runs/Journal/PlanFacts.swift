import Blueprint

/// A plan as names and words, in the words of the command line: what a filter asks for and what a
/// comparison sets side by side.
public struct PlanFacts: Equatable, Sendable {
  public struct Fact: Hashable, Sendable {
    public var name: String
    public var value: String
  }

  public let all: [Fact]
  private let network: NetworkSpec

  static let names = [
    "network", "pooling", "activation", "initial", "data", "dropout", "lrn", "rate", "momentum",
    "decay", "augment", "schedule", "batch", "limit", "precision", "threads", "length", "seed",
  ]

  public init(_ plan: RunPlan) {
    let network = plan.network
    let kinds = network.layers.map(\.kind)
    let hasDropout = kinds.contains(.dropout)
    let hasLRN = kinds.contains { if case .normalization = $0 { true } else { false } }
    let knobs = plan.knobs
    self.network = network
    let values = [
      network.name, Self.pooling(kinds), Self.activation(kinds),
      network.initialValues?.word ?? "mixed", plan.data.description,
      hasDropout && knobs.dropout > 0 ? Self.number(knobs.dropout) : "off",
      hasLRN && knobs.lrn ? "on" : "off", Self.number(knobs.rate), Self.number(knobs.momentum),
      Self.number(knobs.decay), knobs.augmentation.words, plan.schedule.words,
      String(plan.batch), plan.limit.map(String.init) ?? "none", plan.precision.rawValue,
      String(plan.threads), plan.length.words, String(plan.seed),
    ]
    all = zip(Self.names, values).map { Fact(name: $0, value: $1) }
  }

  public subscript(name: String) -> String? { all.first { $0.name == name }?.value }

  /// For every plan what is not the same in all of them.
  public static func differences(among plans: [RunPlan]) -> [[Fact]] {
    let facts = plans.map(PlanFacts.init)
    guard let first = facts.first else { return [] }
    var different = first.all.indices.filter { index in
      facts.contains { $0.all[index] != first.all[index] }
    }
    // Layers may be otherwise though nothing above says so.
    let names = ["network", "pooling", "activation", "initial"]
    let isNamed = different.contains { names.contains(first.all[$0].name) }
    let specs = facts.reduce(into: [NetworkSpec]()) { specs, facts in
      if !specs.contains(facts.network) { specs.append(facts.network) }
    }
    if isNamed || specs.count == 1 { return facts.map { facts in different.map { facts.all[$0] } } }
    different.sort()
    return facts.map { facts in
      let number = (specs.firstIndex(of: facts.network) ?? 0) + 1
      return [Fact(name: "layers", value: "variant \(number)")] + different.map { facts.all[$0] }
    }
  }

  /// For every plan what sets it apart: without what most of them have.
  public static func peculiarities(of plans: [RunPlan]) -> [[Fact]] {
    let differences = differences(among: plans)
    let counts = differences.joined().reduce(into: [Fact: Int]()) { $0[$1, default: 0] += 1 }
    return differences.map { facts in
      facts.filter { 2 * counts[$0, default: 0] <= plans.count }
    }
  }

  /// Without zeros at its end: "0.5", "1e-05".
  public static func number(_ value: Double) -> String {
    let text = Float(value).description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  private static func pooling(_ kinds: [LayerSpec.Kind]) -> String {
    let pools = kinds.compactMap { kind -> Pooling? in
      if case .pooling(let pooling) = kind { pooling } else { nil }
    }
    guard !pools.isEmpty else { return "none" }
    return pools.contains { $0.size > $0.stride } ? "overlapping" : "plain"
  }

  private static func activation(_ kinds: [LayerSpec.Kind]) -> String {
    var words: [String] = []
    for case .activation(let activation) in kinds where !words.contains(activation.rawValue) {
      words.append(activation.rawValue)
    }
    return words.isEmpty ? "none" : words.joined(separator: "+")
  }
}

extension PlanFacts.Fact: CustomStringConvertible {
  public var description: String { "\(name)=\(value)" }
}

extension Schedule {
  fileprivate var words: String {
    switch self {
    case .constant: "constant"
    case .plateau: "plateau"
    case .table(let changes): "table of \(changes.count)"
    }
  }
}

extension RunPlan.Length {
  fileprivate var words: String {
    switch self {
    case .steps(let steps): "\(steps) steps"
    case .epochs(let epochs): "\(epochs) epochs"
    case .endless: "endless"
    }
  }
}

extension RunPlan {
  /// What runs have to share to be repetitions of one another: all but the seed, how long and on how
  /// many threads it went, and what it began beside.
  public func isRepetition(of other: RunPlan) -> Bool {
    var same = self
    same.seed = other.seed
    same.length = other.length
    same.threads = other.threads
    same.checkpointEvery = other.checkpointEvery
    same.version = other.version
    same.lineage = other.lineage
    same.lesson = other.lesson
    // Data that open without the permission are the same with it.
    same.allowEmptyClasses = other.allowEmptyClasses
    return same == other
  }
}
