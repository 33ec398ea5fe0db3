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

  /// Computes one batch of the validation in progress, which has the same number for all lanes.
  func validate(batch number: Int) {
    let set = lanes[0].validationSet
    do throws(ImagesError) {
      // If the batch fails, too many damaged images are the reason, so they are reported then too.
      defer { report(damaged: set.drainDamaged()) }
      let batch = try set.batch(number)
      let isEmpty = batch.count == 0
      if !isEmpty { setBatch(batch) }
      for lane in lanes { lane.scoreValidationBatch(isEmpty: isEmpty) }
    } catch .tooManyDamagedImages(let images, let seen, let limit) {
      fail(ImagesError.tooManyDamagedImages(images: images, seen: seen, limit: limit))
    } catch {
      for lane in lanes { lane.abandonValidation(because: error) }
    }
  }

  func report(damaged images: [ImagesError]) {
    for lane in lanes { lane.report(damaged: images) }
  }

  func fail(_ error: any Error) {
    for lane in lanes { lane.fail(error) }
  }
}

extension [Lane] {
  mutating func remove(_ group: LaneGroup) {
    removeAll { lane in group.lanes.contains { $0 === lane } }
  }
}
