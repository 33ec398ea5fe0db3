import Blueprint
import Compute
import Images
import Runs

extension Trainer {
  /// Scores the fixed validation images, obeying commands between batches, so that none waits longer
  /// than a batch takes. A toggled LRN begins it again, for one figure is about one network; a stop
  /// ends it without a figure.
  /// - Throws: that too many images are damaged; anything else that is wrong with the images is a
  ///   warning, for training does not need them.
  func validate() throws(ImagesError) {
    // Until it is made: who goes on from an interrupted one makes it first.
    validationIsDue = step.isMultiple(of: plan.validateEvery)
    let planned = ending
    ending = nil
    defer { ending = planned ?? ending }
    // After a single step the trainer is paused already: its validation is still made.
    let wasPaused = isPaused
    var total = Score()
    var examined = emptyExamination
    var number = 0
    var lrn = knobs.lrn
    while number < validationSet.batches {
      takeCommands()
      glimpser.showIfAsked(moment)
      if !wasPaused { waitWhilePaused() }
      if ending != nil { return }
      if knobs.lrn != lrn {
        lrn = knobs.lrn
        total = Score()
        examined = emptyExamination
        number = 0
      }
      do throws(ImagesError) {
        defer { report(validationSet.takeDamaged()) }
        let batch = try validationSet.batch(number)
        number += 1
        // All of its images may be damaged.
        if batch.count == 0 { continue }
        network.take(batch)
      } catch .tooManyDamagedImages(let images, let seen, let limit) {
        throw .tooManyDamagedImages(images: images, seen: seen, limit: limit)
      } catch {
        lines.report(.warning(step: step, kind: "validation", message: "\(error)"))
        validationIsDue = false
        return
      }
      total += network.evaluate(knobs)
      examined.add(validationSet.numbers, labels: network.labels, guesses: network.bestClasses)
    }
    examination = examined
    lines.report(
      .validation(
        .init(
          step: step, epoch: epoch, loss: total.meanLoss, top1: total.top1, top5: total.top5)))
    let isBest = total.top1 < bestError ?? .infinity
    if isBest { bestError = total.top1 }
    lastValidation = .init(step: step, error: total.top1, isBest: isBest)
    // The one more that ends a run is none of the schedule's: with more steps it would not have been.
    guard validationIsDue else { return }
    validationIsDue = false
    switch schedule.after(validationError: total.top1) {
    case .keep: break
    case .multiply(let factor): scaleRate(by: factor, cause: .schedule)
    case .finish: ending = .plateau
    }
  }
  private var emptyExamination: Examination {
    Examination(step: step, images: validationSet.count, classes: plan.network.classes)
  }
}
