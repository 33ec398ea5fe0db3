import DisplayText

/// The checkpoint of a run whose network is used.
public enum ChosenCheckpoint: Hashable, Sendable {
  /// The best one if one was validated, otherwise the last one.
  case standard
  /// The one with the lowest validation error.
  case best
  /// The one of the latest step.
  case last
  /// The one of a step.
  case step(Int)
}

/// The checkpoints of a run, of which one is chosen: the best, the last, and each other one.
struct CheckpointMenu: Equatable, Sendable {
  private let choices: [ChosenCheckpoint]
  private let bestStep: Int?
  private let lastStep: Int?
  private var index = 0

  /// Creates the menu of a run; before its files are known there is only the standard choice.
  init(_ files: RunFiles? = nil) {
    bestStep = files?.bestStep
    lastStep = files?.steps.last
    let others = (files?.steps ?? []).reversed().filter { [bestStep, lastStep] in
      $0 != bestStep && $0 != lastStep
    }
    let named = [bestStep.map { _ in ChosenCheckpoint.best }, lastStep.map { _ in .last }]
    let all = named.compactMap(\.self) + others.map(ChosenCheckpoint.step)
    choices = all.isEmpty ? [.standard] : all
  }

  var choice: ChosenCheckpoint { choices[index] }
  var hasMore: Bool { choices.count > 1 }

  mutating func choose(by count: Int) {
    index = (index + count + choices.count) % choices.count
  }

  /// The step of the choice; `nil` if it is not known.
  var step: Int? {
    switch choice {
    case .standard: nil
    case .best: bestStep
    case .last: lastStep
    case .step(let step): step
    }
  }

  /// The choice with its step: "best: step 1,200".
  var text: String {
    let number = step.map { "step \(NumberText.grouped($0))" } ?? ""
    return switch choice {
    case .standard: "the best, or the last"
    case .best: bestStep == lastStep ? "best and last: \(number)" : "best: \(number)"
    case .last: "last: \(number)"
    case .step: number
    }
  }
}
