/// A panel that can have the focus.
enum PanelName: Hashable, Sendable {
  case loss, error, layers, ranks, kernels, run, machine
  case chart(ChartQuantity)
}
