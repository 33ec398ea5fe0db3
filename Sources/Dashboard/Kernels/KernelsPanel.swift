import Runs
import TerminalUI

/// The first convolution's kernels as pictures: what the network has come to look for.
struct KernelsPanel {
  var state: DashboardState
  var edges: Panel.Edges

  func draw(in rect: Rect, on frame: inout Frame, look: Look) {
    let name = state.firstConvolution.map { $0.0 + " " } ?? ""
    let inside = Panel(
      "\(name)kernels", key: "2", note: note, tint: look.theme.violet, edges: edges,
      hasFocus: state.focusedPanel == .kernels
    ).draw(in: rect, on: &frame, look: look)
    guard let kernels = state.glimpse?.kernels ?? record?.weights else {
      return frame.sentence(absence, in: inside, style: look.theme.muted)
    }
    KernelGrid(
      count: kernels.count, channels: kernels.channels, size: kernels.size,
      weights: kernels.weights, contrast: state.kernelContrast
    ).draw(in: inside, on: &frame, look: look)
  }

  private var absence: String {
    if state.plan != nil, state.firstConvolution == nil { return "this network has no convolution" }
    return state.hasEnded ? "no record of the kernels" : "no look at the kernels yet"
  }

  /// Of a run that is over, what it has left.
  private var record: KernelsView.Study? {
    state.onlyRecordsAreLeft ? state.kernels.study : nil
  }

  private var note: String {
    guard let kernels = state.glimpse?.kernels ?? record?.weights else { return "" }
    let parts = [
      record.map { "step \(Digits.grouped($0.step))" },
      (record?.structuredShare ?? state.structuredShare).map {
        "\(Digits.percent($0, 0)) structured"
      },
      "\(kernels.count) of \(kernels.size)×\(kernels.size)",
    ]
    return parts.compactMap(\.self).joined(separator: " · ")
  }
}
