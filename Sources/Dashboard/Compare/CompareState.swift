import Blueprint
import TerminalUI

/// The state of the compare screen: the quantity, the baseline, the selected run, and the panel
/// below the curves.
struct CompareState: Equatable, Sendable {
  enum LowerPanel: Equatable, Sendable, CaseIterable {
    case table, kernels, layers

    /// The name in the notice of the key.
    var text: String {
      switch self {
      case .table: "the table"
      case .kernels: "the kernels of two runs"
      case .layers: "the layers of two runs"
      }
    }
  }

  var quantity = ChartQuantity.top1
  var source = Lesson.Curve.Source.validation
  /// The name of the baseline; `nil` is the first run.
  var baseline: String?
  /// The name of the run on which keys act; `nil` is the first run.
  var selected: String?
  /// The top-1 error for which the table shows the time to reach it; `nil` is one that all runs have
  /// reached.
  var level: Double?
  /// True to draw the runs of a seed set as their mean and a band.
  var showsSets = true
  var lowerPanel = LowerPanel.table
  /// True to give the sentences below the table the room that they need.
  var showsAllVerdicts = false
  /// The names of the live runs that are not compared.
  var hidden: Set<String> = []
  /// The axis, the shown part and the cursor.
  var charts = ChartsState()

  /// Changes the source: validation, training, and the gap between them.
  mutating func nextSource() {
    source =
      switch source {
      case .validation: .training
      case .training: .gap
      case .gap: .validation
      }
  }

  /// Changes the quantity to the next of those that every run records.
  mutating func nextQuantity() {
    let all = ChartQuantity.compared
    quantity = all[((all.firstIndex(of: quantity) ?? -1) + 1) % all.count]
  }
}
