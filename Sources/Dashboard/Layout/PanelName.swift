/// A panel that can have the focus.
enum PanelName: Hashable, Sendable {
  case loss, error, layers, kernels, run
  case chart(ChartQuantity)
}
