import Runs

@testable import Dashboard

// The files of a synthetic run, and the result of its evaluation.

extension SyntheticRun {
  static let name = "amber-heron"

  static let files = RunFiles(
    run: name, steps: [600, 1200, 1234], bestStep: 1200, data: "CIFAR-10", kernelsStep: 1230,
    folder: "~/runs/amber-heron", workingFolder: "~/work")

  /// Returns the result of an evaluation of 10,000 images.
  static func evaluationResult(run: String = name, others: Bool = true) -> EvaluationResult {
    func evaluation(_ step: Int, views: Int, _ loss: Double, _ top1: Double, _ top5: Double)
      -> Evaluation
    {
      Evaluation(
        step: step, weights: "1", time: 1_795_600_000,
        images: .init(
          data: "CIFAR-10", split: "validation", fingerprint: "abcd", count: 10_002, damaged: 2),
        views: views, loss: loss, top1: top1, top5: top5, right: ImageNumbers(count: 0),
        decoded: ImageNumbers(count: 0))
    }
    let names = ["cat", "dog", "a class with a rather long name, kept whole", "ship"]
    return EvaluationResult(
      run: run, evaluation: evaluation(1200, views: 1, 1.234, 0.4567, 0.0512), count: 10_000,
      hasTop5: true,
      classes: names.enumerated().map { .init(name: $1, errors: 700 - 50 * $0, images: 1000) },
      confusions: [
        .init(label: "cat", guess: "dog", images: 211),
        .init(label: "dog", guess: "cat", images: 180),
      ],
      isOwnValidation: true,
      validation: others
        ? ValidationHistory([
          .validation(.init(step: 1234, epoch: 9, loss: 1.3, top1: 0.4889, top5: 0.06))
        ]).results.last : nil,
      earlier: others ? evaluation(600, views: 10, 1.9, 0.4017, 0.09) : nil,
      file: "~/runs/amber-heron/evaluations/step-00001200-1-view-abcd.json")
  }
}
