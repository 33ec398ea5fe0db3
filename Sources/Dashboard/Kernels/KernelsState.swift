import Observing
import Runs

/// The kernels of a record of the timeline.
struct PastKernels: Equatable {
  var step: Int
  var kernels: Kernels
  /// True if the record was not chosen by a key, and is shown only until a snapshot arrives.
  var isPlaceholder = false
}

/// The state of the kernels' screen: the selected kernel, the order, and the shown record of the
/// timeline.
struct KernelsState: Equatable, Sendable {
  var selected = 0
  var order = KernelOrder.index
  var content = KernelContent.weights
  /// True to draw the two columns apart, if the network has two.
  var showsColumns = true
  /// The time at which the timeline was last requested; `nil` requests it as soon as the screen is
  /// shown.
  var requestedAt: Double?
  /// The steps of the timeline's records, in order.
  var steps: [Int] = []
  /// The shown record; `nil` while the latest snapshot is shown.
  var past: PastKernels?
  /// The step whose record was requested and has not arrived yet.
  var requestedStep: Int?
  /// The time at which the playback last advanced; `nil` while it is stopped.
  var playedAt: Double?
  var analysis: KernelAnalysis?

  /// The seconds between two records of the playback.
  static let playInterval = 0.1
  /// The largest number of records in a playback, which limits its duration to about 15 seconds.
  static let playedRecords = 150
  /// The seconds after which a growing timeline is read again.
  static let readInterval = 5.0

  /// Discards the timeline, because another run has the focus.
  mutating func leaveRun() {
    requestedAt = nil
    steps = []
    past = nil
    requestedStep = nil
    playedAt = nil
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
