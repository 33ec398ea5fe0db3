import Observing
import Runs

/// The kernels of a record of the timeline.
struct PastKernels: Equatable {
  var step: Int
  var kernels: Kernels
}

/// The state of the kernels' screen: the selected kernel, the order, and the shown record.
struct KernelsState: Equatable, Sendable {
  var selected = 0
  var order = KernelOrder.index
  var content = KernelContent.weights
  /// True to draw the two columns apart, if the network has two.
  var showsColumns = true
  /// The time at which the records were last requested; `nil` requests them as soon as a screen shows
  /// them.
  var requestedAt: Double?
  /// The steps of the records, in order.
  var steps: [Int] = []
  /// The shown record; `nil` while the latest snapshot is shown.
  var past: PastKernels?
  /// The step whose record was requested and has not arrived yet.
  var requestedStep: Int?
  /// The step whose record cannot be read, so that it is not requested again.
  var unreadableStep: Int?
  var analysis: KernelAnalysis?

  /// Discards the records, because another run has the focus.
  mutating func leaveRun() {
    requestedAt = nil
    steps = []
    past = nil
    requestedStep = nil
    unreadableStep = nil
    analysis = nil
  }

  mutating func sort() {
    guard let features = analysis?.features else { return }
    analysis?.ranked = KernelAnalysis.ranked(features, by: order)
  }

  /// The kernels that are drawn: the weights, or their last update or gradient; `nil` if not known.
  var shown: Kernels? {
    guard let analysis else { return nil }
    return content == .weights || past != nil ? analysis.weights : analysis.change?.kernels
  }
}
