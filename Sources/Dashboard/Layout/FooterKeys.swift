import TerminalUI

/// The keys of the footer: those of the dashboard that have an effect now, with labels for the
/// effect.
struct FooterKeys {
  @Shared var state: DashboardState
  /// True for the shortest labels.
  var isCompact = false

  /// The label of `u` where there is no room for its effect.
  static let shortUndoLabel = "undo"

  /// The keys in the order of the table.
  var hints: KeyHints<DashboardCommand> {
    let scope = state.keyScope
    if let box = state.boxKeys { return KeyHints(bindings(of: box), in: scope) }
    let bindings = KeyBindings.dashboard.bindings.compactMap { binding in
      binding.scope == nil || binding.scope == scope ? adapted(binding) : nil
    }
    return KeyHints(bindings, in: scope)
  }

  /// Returns the keys of a box, after those that change training if they keep their meaning.
  private func bindings(of box: BoxKeys) -> [KeyBinding<DashboardCommand>] {
    let training = KeyBindings.dashboard.bindings.filter { $0.family == .training }
    return (box.keepsTraining ? training.compactMap(adapted) : []) + box.bindings
      + [box.help].compactMap(\.self)
  }

  private var hasSeveralLanes: Bool { state.lanes.count > 1 }

  private func adapted(_ binding: KeyBinding<DashboardCommand>) -> KeyBinding<DashboardCommand>? {
    var binding = binding
    if state.placeOfEffect(of: binding.command) != nil { return nil }
    if binding.family == .training {
      guard let label = label(of: binding) else { return nil }
      binding.label = label.isEmpty ? nil : label
      if isCompact, binding.command == .live(.dropout) { binding.label = "drop" }
      if binding.command == .live(.undo) { binding.label = Self.shortUndoLabel }
      return binding
    }
    switch binding.command {
    case .images(let command): return state.hasEffect(command) ? binding : nil
    case .layers: return state.canSelectLayers ? binding : nil
    case .timeline: return state.lane.hasEnded && state.track.records.isEmpty ? nil : binding
    case .pages(.lesson): return state.lesson == nil ? nil : binding
    case .lanes(.previous), .lanes(.next):
      if hasSeveralLanes { (binding.label, binding.rank) = ("lane", 1) }
    case .charts(.sinceFork): return state.hasForks ? binding : nil
    case .compare: return state.comparedRuns.isEmpty ? nil : binding
    case .shell, .pages, .panels, .live, .lanes, .kernels, .charts, .ranks, .runList, .evaluating,
      .exporting, .tour, .box:
      break
    }
    return binding
  }

  /// Returns the label of a key that changes training: empty for a key that the footer does not show,
  /// and `nil` for one without an effect.
  private func label(of binding: KeyBinding<DashboardCommand>) -> String? {
    let isPause = binding.command == .live(.pause)
    if !state.interruptedLanes.isEmpty { return isPause ? "resume" : nil }
    if state.everyLaneHasEnded { return nil }
    if isPause {
      return (state.isEveryLanePaused ? "continue" : "pause") + (hasSeveralLanes ? " all" : "")
    }
    guard state.lane.hasEnded else { return binding.label ?? "" }
    switch binding.command {
    case .live(let command) where command.isForAllLanes: return binding.label ?? ""
    case .lanes(.stop): return "remove"
    case .shell, .pages, .panels, .live, .lanes, .kernels, .timeline, .charts, .layers, .images,
      .ranks, .compare, .runList, .evaluating, .exporting, .tour, .box:
      return nil
    }
  }
}
