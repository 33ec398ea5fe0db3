import TerminalUI

extension DashboardLayout {
  /// Returns the rectangle of a part of the screen; `nil` if it is not shown.
  func rect(of target: TourTarget) -> Rect? {
    let state = screen.state
    let rect: Rect? =
      switch (target, state.screen) {
      case (.loss, .live): screen.live.loss
      case (.error, .live): screen.live.error
      case (.loss, .charts), (.error, .charts): screen.panels.first?.rect
      case (.run, .live): screen.live.run
      case (.lanes, _): lanes
      case (.kernelSheet, .kernels): screen.kernels.sheetPanel
      case (.kernel, .kernels): screen.kernels.detailPanel
      case (.timeline, .kernels): screen.kernels.timeline
      case (.comparison, .compare): screen.compare.curves(in: screen.body)
      case (.image, .images): screen.images.layout(in: screen.body).image
      default: nil
      }
    return rect.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The part of the screen that the current task of the tour is about, if it is shown.
  var tourTarget: (target: TourTarget, rect: Rect)? {
    guard screen.state.overlay == nil, let task = screen.state.tour.walk?.currentTask else {
      return nil
    }
    return task.targets.lazy.compactMap { target in rect(of: target).map { (target, $0) } }.first
  }

  /// Emphasises the part of the screen that the current task of the tour is about.
  func drawTourTarget(on frame: inout Frame, appearance: Appearance) {
    guard let (target, rect) = tourTarget else { return }
    var edges = rect
    // The table of the lanes has no edges: its headings are emphasised.
    if target == .lanes { edges = edges.cutTop(1) }
    Panel.emphasize(
      edges, edges: screen.edges, style: appearance.theme.caution.with(.bold), on: &frame,
      appearance: appearance)
  }
}
