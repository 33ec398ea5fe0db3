import Observing
import Runs

/// The statistics of the layers at one step, of a snapshot or of a record.
struct ShownLayers: Equatable {
  var step: Int
  var layers: [Snapshot.LayerSummary]
  var times: [Snapshot.LayerTime]?
  /// The distributions of the weights that are known: of all layers in a record, and of the selected layer
  /// in a snapshot.
  var weights: [Snapshot.WeightDistribution]

  init(_ record: LayerTimeline.Record) {
    step = record.step
    layers = record.measurements.layers
    times = record.measurements.times
    weights = record.measurements.weights
  }

  /// Creates the statistics of a snapshot; `nil` if it has none.
  init?(_ snapshot: Snapshot) {
    guard !snapshot.layers.isEmpty else { return nil }
    step = snapshot.step
    layers = snapshot.layers
    times = snapshot.times
    weights = [snapshot.weights].compactMap(\.self)
  }
}

extension DashboardState {
  /// The latest statistics of the layers: those of a snapshot, or else the last record; `nil` without any.
  var latestLayers: ShownLayers? {
    lane.snapshot.flatMap(ShownLayers.init) ?? layers.records.last.map { ShownLayers($0) }
  }

  /// The statistics on the layers' screen: those of the shown step; `nil` without any.
  var shownLayers: ShownLayers? {
    guard shownStep != nil else { return latestLayers }
    return layersTrack.index.map { ShownLayers(layers.records[$0]) }
  }

  /// The reason for which no statistics of layers are shown: for the edge of a panel, and as a sentence.
  var layersAbsence: (short: String, sentence: String) {
    if shownStep != nil, screen == .layers, latestLayers != nil {
      return ("not recorded", "This run has no recorded statistics. End shows the latest ones.")
    }
    guard lane.hasEnded else {
      return ("measuring…", "The first statistics have not arrived yet.")
    }
    if lane.history.steps.isEmpty {
      return ("no step yet", "No step was made, so there are no statistics. \(continuation)")
    }
    if !layers.isRead {
      return ("reading…", "The recorded statistics are being read.")
    }
    return (
      "not recorded",
      "This run has no recorded statistics: it was trained by an earlier version. \(continuation)"
    )
  }
}
