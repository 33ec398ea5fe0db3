import DisplayText
import Runs

/// A recorded result of `evaluate`. The fields are those of `evaluate --json`, with the time.
struct RecordedEvaluation: Encodable {
  /// A run whose predictions were averaged with those of this run.
  struct Other: Encodable {
    var run: String
    var step: Int
  }

  var step: Int
  /// The other runs of an average; empty for the run alone.
  var others: [Other]
  /// The name of the images.
  var data: String
  /// "validation", "train" or "all".
  var split: String
  /// The identity of the images and of their order. Two runs with the same one can be compared on images.
  var fingerprint: String
  /// The number of images that were evaluated.
  var images: Int
  /// The number of images that were left out.
  var damaged: Int
  var views: Int
  var loss: Double
  var top1: Double
  var top5: Double
  /// Seconds since 1970.
  var time: Double

  init(_ evaluation: Evaluation) {
    step = evaluation.step
    others = evaluation.others.map { Other(run: $0.run, step: $0.step) }
    data = evaluation.images.data
    split = evaluation.images.split
    fingerprint = evaluation.images.fingerprint
    images = evaluation.images.count - evaluation.images.damaged
    damaged = evaluation.images.damaged
    views = evaluation.views
    loss = evaluation.loss
    top1 = evaluation.top1
    top5 = evaluation.top5
    time = evaluation.time
  }

  /// The result in one line: "top-1 error 31.2%, … at step 1,200 on 2,000 validation images of CIFAR-10".
  func text(hasTop5: Bool) -> String {
    let kind =
      switch split {
      case "all": "images"
      case "train": "training images"
      default: "validation images"
      }
    let view = views == 1 ? "one view each" : "\(views) views each"
    let average =
      others.isEmpty
      ? ""
      : ", averaged with \(others.map { "\($0.run) (step \($0.step.grouped))" }.joined(separator: ", "))"
    return "top-1 error \(NumberText.percent(top1)), top-5 error "
      + "\(TableText.percent(hasTop5 ? top5 : nil)), loss \(NumberText.loss(loss)) at step "
      + "\(step.grouped) on \(images.grouped) \(kind) of \(data), \(view)\(average); "
      + TableText.time(time)
  }
}
