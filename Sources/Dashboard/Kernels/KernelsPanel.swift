import DisplayText
import Runs
import TerminalUI

/// The panel with the kernels of the first convolution as pictures.
struct KernelsPanel {
  @Shared var state: DashboardState
  var edges: Panel.Edges

  func draw(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    let name = state.firstConvolution.map { $0.0 + " " } ?? ""
    let inside = Panel(
      "\(name)kernels", note: note,
      badge: rect.width < 45 ? state.shortContrastBadge : state.contrastBadge,
      tint: appearance.theme.violet, edges: edges, hasFocus: state.focusedPanel == .kernels
    ).draw(in: rect, on: &frame, appearance: appearance)
    guard let kernels = state.snapshot?.kernels ?? record?.weights else {
      return frame.textWrapped(
        state.kernelsAbsence, in: inside, style: appearance.theme.muted)
    }
    KernelGrid(
      count: kernels.count, channels: kernels.channels, size: kernels.size,
      weights: kernels.weights, contrast: state.kernelContrast
    ).draw(in: inside, on: &frame, appearance: appearance)
  }

  /// The last record, while no snapshot has been received; otherwise `nil`.
  private var record: KernelAnalysis? {
    state.hasOnlyRecordedKernels ? state.kernels.analysis : nil
  }

  private var note: String {
    guard let kernels = state.snapshot?.kernels ?? record?.weights else { return "" }
    let step = record?.step ?? state.kernelsStep
    let parts = [
      step.map { "step \(NumberText.grouped($0))\(state.awaitsKernels ? ", being updated" : "")" },
      (record?.structuredShare ?? state.structuredShare).map {
        "\(NumberText.share($0)) structured"
      },
      "\(kernels.count) of \(kernels.size)×\(kernels.size) px",
    ]
    return parts.compactMap(\.self).joined(separator: " · ")
  }
}

extension DashboardState {
  /// The reason for which no kernels are shown.
  var kernelsAbsence: String {
    if lane.plan != nil, firstConvolution == nil {
      return "This network has no convolution, and therefore no kernels."
    }
    return lane.hasEnded
      ? "This run recorded no kernels." : "The first kernels have not arrived yet."
  }
}
