/// A part of a screen that can have the focus.
enum PanelName: Hashable, Sendable {
  case loss, error, layers, kernels, run
  case chart(ChartsView.Quantity)
}
