import DisplayText
import TerminalUI

/// A quantity that has a chart. The raw values are stored in the view settings.
enum ChartQuantity: String, Equatable, Sendable, CaseIterable, Codable {
  case loss, top1, top5, rate, speed, gradient, update

  /// The quantities that every run records.
  static let compared: [ChartQuantity] = [.loss, .top1, .top5, .rate, .speed]

  var name: String {
    switch self {
    case .loss: "loss"
    case .top1: "top-1 error"
    case .top5: "top-5 error"
    case .rate: "rate"
    case .speed: "images/s"
    case .gradient: "gradients"
    case .update: "updates"
    }
  }

  /// The name where there is little room.
  var shortName: String {
    switch self {
    case .top1: "top-1 err"
    case .top5: "top-5 err"
    case .speed: "img/s"
    case .gradient: "grad"
    case .update: "upd"
    case .loss, .rate: name
    }
  }

  /// The title of its chart.
  var title: String {
    switch self {
    case .loss: "Loss"
    case .top1: "Top-1 error"
    case .top5: "Top-5 error"
    case .rate: "Learning rate"
    case .speed: "Images per second"
    case .gradient: "Gradients"
    case .update: "Updates over weights"
    }
  }

  var isError: Bool { self == .top1 || self == .top5 }

  /// True if it is measured on the training set and on the validation set.
  var isValidated: Bool { [.loss, .top1, .top5].contains(self) }

  /// The text of a value.
  var text: @Sendable (Double) -> String {
    switch self {
    case .loss: { NumberText.loss($0) }
    case .top1, .top5: { NumberText.percent($0) }
    case .rate: { NumberText.plain($0) }
    case .gradient: { NumberText.brief($0) }
    case .update: { LayerNumbers.update($0) }
    case .speed: { NumberText.perSecond($0) }
    }
  }
}
