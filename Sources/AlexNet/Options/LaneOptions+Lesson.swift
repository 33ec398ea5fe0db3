import Blueprint
import Compute
import DisplayText
import Images

extension LaneOptions {
  /// Prints the title and the paragraphs of the lesson on standard error, with the time that it needs on this
  /// machine.
  /// - Parameters:
  ///   - plan: The plan of the lesson.
  ///   - data: The images.
  ///   - isMeasured: True to train a few steps for the time.
  func printLesson(_ plan: RunPlan, on data: any DataSource, isMeasured: Bool) {
    guard let lesson = lesson.map(Lesson.named) else { return }
    let speed = isMeasured ? plan.measuredSpeed : nil
    func time(_ plan: RunPlan) -> String? {
      speed.flatMap { speed in
        plan.seconds(
          imagesPerSecond: speed, trainImages: data.count(.train),
          validationImages: data.count(.validation))
      }.map { NumberText.roundedDuration($0 * Double(lesson.lanes.count + 1)) }
    }
    let outlook = lesson.outlook(
      of: plan, time: time(plan), longTime: time(plan.adapted(to: lesson, isLong: true)))
    let texts = lesson.paragraphs.map { "\($0): \($1)" } + [outlook]
    let lines = (["Lesson: \(lesson.title)"] + texts.flatMap { ["", $0] }).flatMap {
      $0.wrapped(to: 78)
    }
    StandardError.write(lines.joined(separator: "\n") + "\n\n")
  }
}

extension RunPlan {
  /// The speed of a few steps on this machine in images per second; `nil` if they cannot be trained, which
  /// the training itself reports.
  fileprivate var measuredSpeed: Double? {
    let benchmark = StepBenchmark(
      spec: network, batch: batch, steps: 3, threads: threads, precision: precision)
    return try? benchmark.run().imagesPerSecond
  }
}
