import Compute
import Images

/// Lanes that compute on the same batch in one turn.
struct LaneGroup {
  let lanes: [Lane]

  /// Copies a batch into the networks' inputs. Lanes of one trainer share the memory for images, so each
  /// memory is filled once.
  func setBatch(_ batch: borrowing Batch) {
    var filled: Tensor?
    for lane in lanes {
      let input = lane.network.input
      if input !== filled {
        batch.withImages { _ = input.elements.update(fromContentsOf: $0) }
        filled = input
      }
      let count = batch.count
      batch.withLabels { lane.network.setLabels($0.prefix(count)) }
    }
  }

  /// Computes this rank's batch of one turn of the validation in progress, which has the same number for all
  /// lanes.
  func validate(turn: Int) {
    let set = lanes[0].validationSet
    let job = lanes[0].job
    let number = job.map { turn * $0.replicas + $0.replica } ?? turn
    var isEmpty = true
    var problem: String?
    if number < set.batches, lanes[0].ongoingValidation?.problem == nil {
      do throws(ImagesError) {
        // If the batch fails, too many damaged images are the reason, so they are reported then too.
        defer { report(damaged: set.drainDamaged()) }
        let batch = try set.batch(number)
        isEmpty = batch.count == 0
        if !isEmpty { setBatch(batch) }
      } catch .tooManyDamagedImages(let images, let seen, let limit) {
        return fail(ImagesError.tooManyDamagedImages(images: images, seen: seen, limit: limit))
      } catch {
        problem = job.map { "Rank \($0.rank): \(error)" } ?? "\(error)"
      }
    }
    if let job, job.dividesNetwork { problem = agree(on: problem, job) }
    for lane in lanes {
      guard let problem else {
        lane.scoreValidationBatch(isEmpty: isEmpty)
        continue
      }
      if job == nil {
        lane.abandonValidation(because: problem)
      } else {
        lane.failValidation(because: problem)
      }
    }
  }

  /// Returns the first problem of the ranks that have the parts of a network, which score batches together.
  private func agree(on problem: String?, _ job: TrainingJob) -> String? {
    let messages = try? job.exchangeWithPartners(Array((problem ?? "").utf8))
    // After a failure of the exchange, no lane computes further. The trainer ends all lanes with the failure.
    guard let messages else { return problem ?? "" }
    return messages.first { !$0.isEmpty }.map { String(decoding: $0, as: UTF8.self) }
  }

  func report(damaged images: [ImagesError]) {
    for lane in lanes { lane.report(damaged: images) }
  }

  /// Ends the lanes, and with them all lanes of a job.
  func fail(_ error: any Error) {
    lanes[0].job?.fail(error)
    for lane in lanes { lane.fail(error) }
  }
}

extension [Lane] {
  mutating func remove(_ group: LaneGroup) {
    removeAll { lane in group.lanes.contains { $0 === lane } }
  }
}
