import Blueprint

/// The defaults of options that depend on the network and its data, for the help texts. They are read from the
/// plans that the program makes.
enum RecipeDefaults {
  /// A network on one kind of data, with the plan that it gets without options.
  private struct Example {
    var network: String
    var data: DataChoice
    var plan: RunPlan
  }

  static let batch = text { String($0.batch) }
  static let rate = text { Setting.text(of: $0.knobs.rate) }
  static let decay = text { Setting.text(of: $0.knobs.decay) }
  static let augmentation = text { $0.knobs.augmentation.text }
  static let dropout = text { Setting.dropout.value(in: $0) }
  static let schedule = text { plan in
    switch plan.schedule {
    case .plateau: "plateau"
    case .constant: "constant"
    case .table: "a table"
    case .epochs: "the epochs of the notes"
    }
  }
  static let length = text { plan in
    switch plan.length {
    case .steps(let steps): "\(steps) steps"
    case .epochs(let epochs): "\(epochs) epochs"
    case .endless: "no limit"
    }
  }

  /// Returns the values of all networks: "64 for compact, 32 for alexnet on scenes, 128 otherwise". The last
  /// one is also that of a network file.
  static func text(_ value: (RunPlan) -> String) -> String {
    let usual = value(usualPlan)
    var values: [String] = []
    var names: [String: [String]] = [:]
    for network in NetworkSpec.presetNames {
      let own = examples.filter { $0.network == network }
      let isSame = Set(own.map { value($0.plan) }).count == 1
      for example in isSame ? Array(own.prefix(1)) : own where value(example.plan) != usual {
        let text = value(example.plan)
        if !values.contains(text) { values.append(text) }
        let place = example.data == .scenes ? "scenes" : "a folder"
        names[text, default: []].append(isSame ? network : "\(network) on \(place)")
      }
    }
    let others = values.map { "\($0) for \(list(names[$0] ?? []))" }
    return (others + ["\(usual) otherwise"]).joined(separator: ", ")
  }

  private static let examples: [Example] = NetworkSpec.presetNames.flatMap { name in
    [DataChoice.scenes, .folder(path: "/")].compactMap { data in
      (try? NetworkSpec.named(name)).map {
        Example(network: name, data: data, plan: plan(for: $0, data))
      }
    }
  }

  /// The plan of a network file, whose name is none of the presets'.
  private static let usualPlan: RunPlan = {
    var network = NetworkSpec.compact(classes: 10, side: 32)
    network.name = "file"
    return plan(for: network, .folder(path: "/"))
  }()

  private static func plan(for network: NetworkSpec, _ data: DataChoice) -> RunPlan {
    .standard(network, data: data, validationImages: 1000, threads: 1)
  }

  private static func list(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " and " + last
  }
}
