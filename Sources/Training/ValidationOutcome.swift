import Compute
import Runs

/// What the last whole validation made of each of its images.
struct ValidationOutcome {
  let step: Int
  let classes: Int
  /// By the number of the image; −1 for one that could not be read.
  private(set) var labels: [Int32]
  private(set) var guesses: [Int32]

  init(step: Int, images: Int, classes: Int) {
    self.step = step
    self.classes = classes
    labels = Array(repeating: -1, count: images)
    guesses = labels
  }

  mutating func add(_ numbers: [Int], labels batch: [Int32], guesses best: [Int]) {
    for (place, number) in numbers.enumerated() {
      labels[number] = batch[place]
      guesses[number] = Int32(best[place])
    }
  }

  var confusion: Confusion {
    Confusion(step: step, classes: classes, labels: labels, guesses: guesses)
  }

  /// The image that a search ends at; nil when there is none such.
  func find(_ search: ImageChoice.Search) -> Int? {
    let count = labels.count
    let start = (search.from % count + count) % count
    for offset in 0..<count {
      let number = (start + (search.isBackward ? count - offset : offset)) % count
      let isWanted =
        (!search.errorsOnly || labels[number] != guesses[number])
        && search.label.map { labels[number] == Int32($0) } ?? true
      if isWanted { return number }
    }
    return nil
  }
}
