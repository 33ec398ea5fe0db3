import DisplayText

/// The texts on the upper edge of the panel with the sheets.
extension KernelsScreen {
  /// The earlier step and another contrast than usual, with the keys that leave them.
  var badge: String {
    [pastBadge, state.contrastBadge].filter { !$0.isEmpty }.joined(separator: " · ")
  }

  /// The badge of an earlier step. Until its record has been read, the kernels of another step are drawn.
  private var pastBadge: String {
    guard state.shownStep != nil, let wanted = state.kernelsTrack.shown,
      wanted != state.kernels.past?.step
    else { return state.pastBadge(step: state.kernels.past?.step) }
    let step = "step \(NumberText.grouped(wanted))"
    return wanted == state.kernels.unreadableStep ? "\(step) cannot be read" : "reading \(step)"
  }

  /// The shown part, the step, the order and the features of the kernels.
  var note: String {
    guard let analysis = state.kernels.analysis else { return "" }
    var parts = sheets.compactMap(\.range)
    // In the past the step is in the badge.
    if state.shownStep == nil || state.kernels.past?.step != analysis.step {
      parts.append("step \(NumberText.grouped(analysis.step))")
    }
    if state.kernels.order != .index { parts.append("by \(state.kernels.order.name)") }
    parts.append("\(NumberText.share(analysis.structuredShare)) structured")
    if sheets.count == 1, state.hasTwoColumns, let colors = analysis.columns {
      let shares = [colors.first, colors.second].map(NumberText.share)
      parts.append("columns \(shares[0]) and \(shares[1]) colour")
    }
    let weights = analysis.weights
    parts.append("\(weights.count) of \(weights.size)×\(weights.size) px")
    return parts.joined(separator: " · ")
  }
}
