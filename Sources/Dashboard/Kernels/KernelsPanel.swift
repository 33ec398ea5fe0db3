import DisplayText
import Runs
import TerminalUI

/// The panel with the kernels of the first convolution as pictures.
struct KernelsPanel {
  var state: DashboardState
  var edges: Panel.Edges

  func draw(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    let name = state.firstConvolution.map { $0.0 + " " } ?? ""
    let inside = Panel(
      "\(name)kernels", key: Screen.kernels.key.name, note: note, tint: appearance.theme.violet,
      edges: edges,
      hasFocus: state.focusedPanel == .kernels
    ).draw(in: rect, on: &frame, appearance: appearance)
    guard let kernels = state.snapshot?.kernels ?? record?.weights else {
      return frame.textWrapped(absence, in: inside, style: appearance.theme.muted)
    }
    KernelGrid(
      count: kernels.count, channels: kernels.channels, size: kernels.size,
      weights: kernels.weights, contrast: state.kernelContrast
    ).draw(in: inside, on: &frame, appearance: appearance)
  }

  private var absence: String {
    if state.plan != nil, state.firstConvolution == nil { return "this network has no convolution" }
    return state.hasEnded ? "no record of the kernels" : "no kernels received yet"
  }

  /// The last record, if the run has ended and no snapshot was received; otherwise `nil`.
  private var record: KernelAnalysis? {
    state.onlyRecordsAreLeft ? state.kernels.analysis : nil
  }

  private var note: String {
    guard let kernels = state.snapshot?.kernels ?? record?.weights else { return "" }
    let parts = [
      record.map { "step \(NumberText.grouped($0.step))" },
      (record?.structuredShare ?? state.structuredShare).map {
        "\(NumberText.percent($0, 0)) structured"
      },
      "\(kernels.count) of \(kernels.size)×\(kernels.size)",
    ]
    return parts.compactMap(\.self).joined(separator: " · ")
  }
}
