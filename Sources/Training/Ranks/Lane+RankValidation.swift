import Compute

extension Lane {
  /// The results of one rank's part of the validation set.
  private struct Part: Codable {
    var loss: Double
    var top1Errors: Int
    var top5Errors: Int
    var images: Int
    var labels: [Int32]
    var guesses: [Int32]
    /// The error of reading the rank's images, with the name of the rank.
    var problem: String?

    init(_ validation: OngoingValidation) {
      loss = validation.score.loss
      top1Errors = validation.score.top1Errors
      top5Errors = validation.score.top5Errors
      images = validation.score.images
      labels = validation.outcome.labels
      guesses = validation.outcome.guesses
      problem = validation.problem
    }

    var score: Score {
      var score = Score()
      score.loss = loss
      score.top1Errors = top1Errors
      score.top5Errors = top5Errors
      score.images = images
      return score
    }
  }

  /// Adds the results of all ranks in their order, so that all have the same sums.
  func combine(_ validation: inout OngoingValidation) throws {
    guard let job, let share = network.share else { return }
    try job.check()
    let messages: [[UInt8]]
    do throws(RankFailure) {
      messages = try share.replicas.exchange(RankCoding.encode(Part(validation)))
    } catch {
      job.note(error)
      throw error
    }
    validation.score = Score()
    for message in messages {
      let part = try RankCoding.decode(Part.self, message)
      validation.score += part.score
      validation.outcome.add(labels: part.labels, guesses: part.guesses)
      validation.problem = validation.problem ?? part.problem
    }
  }
}
