import DisplayText
import Observing
import Runs
import TerminalUI

/// The panel of the selected kernel: magnified in colour and by channel, its features in words and, if
/// there is room, the parts of images with its strongest responses.
///
/// The sizes of the parts depend on the panel alone, so that nothing moves between a record and the
/// current kernels.
struct KernelDetail {
  @Shared var state: DashboardState
  var edges: Panel.Edges

  /// The rectangles of the parts.
  struct Layout: Equatable {
    var pictures: Rect
    var lines: Rect
    /// The rectangle of the patches with their heading; empty without room.
    var patches: Rect

    /// Divides a panel.
    /// - Parameter hasPatches: False if no patches can arrive.
    init(of inside: Rect, hasPatches: Bool) {
      var rest = inside
      let isWide = KernelDetail.isWide(inside)
      let room = inside.height
      // On a low panel, the last features are left out to make room for the pictures.
      let lineCount = min(
        isWide ? KernelDescription.lineCount : max(4, room - 14), KernelDescription.lineCount, room)
      let patchRows = isWide && hasPatches && room >= 24 ? Self.minimumPatchRows + 1 : 0
      let isStacked = patchRows == 0
      // An empty row separates the pictures from the text.
      let free = max(0, room - lineCount - patchRows - 1)
      let widest = isStacked ? free : (inside.width * 3 / 4 + 1) / 2
      pictures = rest.cutTop(min(free, widest))
      _ = rest.cutTop(isStacked ? 0 : 1)
      lines = isStacked ? rest.cutBottom(lineCount) : rest.cutTop(lineCount)
      patches = isStacked ? Rect(x: rest.x, y: rest.bottom, width: 0, height: 0) : rest
    }

    /// The rows of the patches in a panel of the least height.
    private static let minimumPatchRows = 8
  }

  fileprivate static func isWide(_ inside: Rect) -> Bool { inside.width >= 40 }

  func draw(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    let selected = state.kernels.selected
    let inside = Panel(title, note: note, tint: appearance.theme.blue, edges: edges)
      .draw(in: rect, on: &frame, appearance: appearance)
    guard let analysis = state.kernels.analysis, let shown = state.kernels.shown,
      analysis.features.indices.contains(selected), selected < shown.count
    else { return }
    let layout = Layout(of: inside, hasPatches: !state.hasEnded || !state.hasOnlyRecordedKernels)
    let isWide = Self.isWide(inside)
    KernelPictures(
      kernels: shown, selected: selected, contrast: state.kernelContrast,
      isSideBySide: isWide && (!layout.patches.isEmpty || inside.height < 30)
    ).draw(in: layout.pictures, on: &frame, appearance: appearance)
    let description = KernelDescription(
      of: selected, in: analysis, changeName: (state.interest.kernelChange ?? .update).rawValue)
    draw(
      description, isShort: !isWide, in: layout.lines, on: &frame, appearance: appearance)
    if !layout.patches.isEmpty {
      drawPatches(of: selected, in: layout.patches, on: &frame, appearance: appearance)
    }
  }

  private var title: String {
    let content = state.kernels.past == nil ? state.kernels.content : .weights
    let name = "Kernel \(state.kernels.selected + 1)"
    return content == .weights ? name : "\(name): \(content.name)"
  }

  private var note: String {
    guard let analysis = state.kernels.analysis else { return "" }
    let half = state.kernels.selected < analysis.weights.count / 2
    let step = "step \(NumberText.grouped(analysis.step))"
    return state.hasTwoColumns ? "column \(half ? 1 : 2) · \(step)" : step
  }

  private func draw(
    _ description: KernelDescription, isShort: Bool, in rect: Rect, on frame: inout Frame,
    appearance: Appearance
  ) {
    let theme = appearance.theme
    for (row, line) in description.lines.prefix(rect.height).enumerated() {
      let y = rect.y + row
      frame.text(line.name, x: rect.x, y: y, style: theme.muted, width: rect.width)
      let x = rect.x + KernelDescription.nameColumns
      guard x < rect.right else { continue }
      let end = frame.text(line.value, x: x, y: y, style: theme.strong, width: rect.right - x)
      frame.text(
        isShort ? line.shortMeaning : line.meaning, x: end + 1, y: y, style: theme.text,
        width: max(0, rect.right - end - 1))
    }
  }

  // MARK: - Responses

  private func patches(of selected: Int) -> KernelPatches? {
    guard state.kernels.past == nil else { return nil }
    return state.lane.snapshot?.patches.flatMap {
      $0.kernel == selected && !$0.patches.isEmpty ? $0 : nil
    }
  }

  private func drawPatches(
    of selected: Int, in rect: Rect, on frame: inout Frame, appearance: Appearance
  ) {
    guard let patches = patches(of: selected) else {
      return frame.textWrapped(absence, in: rect, style: appearance.theme.muted)
    }
    var rest = rect
    let heading = rest.cutTop(1)
    frame.text(
      "parts of images with the strongest response", x: heading.x, y: heading.y,
      style: appearance.theme.muted, width: rect.width)
    let area = patches.size * patches.size
    var weights: [Float] = []
    for patch in patches.patches where patch.pixels.count == 3 * area {
      for channel in 0..<3 {
        for pixel in 0..<area {
          weights.append(Float(patch.pixels[pixel * 3 + channel]) / 127.5 - 1)
        }
      }
    }
    var grid = KernelGrid(
      count: weights.count / (3 * area), channels: 3, size: patches.size, weights: weights)
    grid.isNormalized = true
    grid.draw(in: rest, on: &frame, appearance: appearance)
  }

  /// The reason for which there are no patches. The trainer sends them for the kernels of the latest
  /// snapshot only.
  private var absence: String {
    if state.kernels.past != nil {
      return "The parts of images with the strongest response are not recorded. "
        + (state.hasOnlyRecordedKernels ? "" : "End shows the current kernels with theirs.")
    }
    return state.hasEnded
      ? "The response of this kernel was not measured: run \(state.lane.phaseWord)."
      : "No response yet: it is measured with the images of the next steps."
  }
}
