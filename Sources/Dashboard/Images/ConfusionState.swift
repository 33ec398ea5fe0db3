import DisplayText
import Observing
import Runs
import TerminalUI

/// The state of the confusion: the images of one class, as far as they were taken for another one.
struct ConfusionState: Equatable, Sendable {
  /// The selected element of the matrix; `nil` until one is chosen, for the most frequent error.
  private(set) var chosen: Selection?

  /// An element of the confusion matrix.
  struct Selection: Hashable, Sendable {
    var truth: Int
    /// `nil` stands for all wrong guesses.
    var guess: Int?
  }

  /// Returns the selected element.
  func selection(in confusion: Confusion) -> Selection? {
    if let chosen, chosen.truth < confusion.classes { return chosen }
    if let pair = confusion.pairs.first { return Selection(truth: pair.truth, guess: pair.guess) }
    return confusion.classes > 0 ? Selection(truth: 0, guess: 0) : nil
  }

  mutating func select(_ selection: Selection) { chosen = selection }

  /// Moves the selection in the matrix, or in the lists if the matrix is not shown.
  mutating func move(_ move: ConfusionCommand.Move, in confusion: Confusion, hasMatrix: Bool) {
    guard let selection = selection(in: confusion) else { return }
    let page = 10
    switch move {
    case .classes(let count) where hasMatrix:
      chosen = confusion.cell(selection.truth + count, selection.guess ?? selection.truth)
    case .guesses(let count) where hasMatrix:
      chosen = confusion.cell(selection.truth, (selection.guess ?? selection.truth) + count)
    case .pages(let count) where hasMatrix:
      chosen = confusion.cell(selection.truth + page * count, selection.guess ?? selection.truth)
    case .first where hasMatrix:
      chosen = confusion.cell(0, selection.guess ?? 0)
    case .last where hasMatrix:
      chosen = confusion.cell(confusion.classes - 1, selection.guess ?? 0)
    case .classes(let count), .classesInList(let count):
      moveInErrors(by: count, from: selection, confusion)
    case .pages(let count): moveInErrors(by: page * count, from: selection, confusion)
    case .first: moveInErrors(by: -confusion.classes, from: selection, confusion)
    case .last: moveInErrors(by: confusion.classes, from: selection, confusion)
    case .guesses(let count), .pairsInList(let count):
      guard !confusion.pairs.isEmpty else { return }
      let index = confusion.index(of: selection)
      let next = index.map { $0 + count } ?? 0
      let pair = confusion.pairs[min(confusion.pairs.count - 1, max(0, next))]
      chosen = Selection(truth: pair.truth, guess: pair.guess)
    }
  }

  /// Moves the selection in the list of classes, which begins with the largest error.
  private mutating func moveInErrors(
    by count: Int, from selection: Selection, _ confusion: Confusion
  ) {
    let errors = confusion.errorShares
    guard !errors.isEmpty else { return }
    let index = errors.firstIndex { $0.label == selection.truth } ?? 0
    chosen = Selection(truth: errors[min(errors.count - 1, max(0, index + count))].label)
  }
}

/// A command of the confusion.
enum ConfusionCommand: Hashable, Sendable {
  case move(Move)
  case select(ConfusionState.Selection)
  /// Shows the images of the selection.
  case showImages

  /// A move of the selection.
  enum Move: Hashable, Sendable {
    /// A move by rows of the matrix, or of the list of classes if the matrix is not shown.
    case classes(Int)
    /// A move by columns of the matrix, or by rows of the list of pairs if the matrix is not shown.
    case guesses(Int)
    case pages(Int)
    case first, last
    case classesInList(Int)
    case pairsInList(Int)
  }
}

extension Confusion {
  /// The error of each class with images, the largest first.
  var errorShares: [(label: Int, share: Double)] {
    images.indices.filter { images[$0] > 0 }.map {
      (label: $0, share: Double(errors[$0]) / Double(images[$0]))
    }.sorted { ($1.share, $0.label) < ($0.share, $1.label) }
  }

  /// Returns the place of a selection in the list of pairs; `nil` if it is not one of them.
  func index(of selection: ConfusionState.Selection) -> Int? {
    pairs.firstIndex { $0.truth == selection.truth && $0.guess == selection.guess }
  }

  /// Returns an element of the matrix, or the nearest one.
  fileprivate func cell(_ truth: Int, _ guess: Int) -> ConfusionState.Selection {
    .init(truth: min(classes - 1, max(0, truth)), guess: min(classes - 1, max(0, guess)))
  }

  /// Returns the number of images of a selection; `nil` if it is not known, because the matrix was
  /// not kept.
  func count(of selection: ConfusionState.Selection) -> Int? {
    guard let guess = selection.guess else { return errors[selection.truth] }
    if guess == selection.truth { return images[guess] - errors[guess] }
    return count(of: selection.truth, as: guess) ?? index(of: selection).map { pairs[$0].count }
  }
}

extension DashboardState {
  /// The selection as a sentence: "7 of 50 images of truck were taken for car at step 1,650".
  func sentence(on selection: ConfusionState.Selection, in confusion: Confusion) -> String {
    let name = className(selection.truth)
    let images = NumberText.grouped(confusion.images[selection.truth])
    let number = confusion.count(of: selection)
    let count = number.map { NumberText.grouped($0) } ?? "few"
    let result =
      switch selection.guess {
      case nil: "wrong"
      case selection.truth: "right"
      case let guess?: "taken for " + className(guess)
      }
    return
      "\(count) of \(images) images of \(name) \(number == 1 ? "was" : "were") \(result) at step "
      + NumberText.grouped(confusion.step)
  }

  /// Performs a command of the confusion.
  mutating func perform(_ command: ConfusionCommand) {
    guard let confusion = shownConfusion else {
      return showNotice(NoticeText.noConfusion)
    }
    switch command {
    case .move(let move):
      images.confusion.move(move, in: confusion, hasMatrix: showsConfusionMatrix(confusion))
    case .select(let selection):
      if images.confusion.chosen == selection { return showImages(of: selection, in: confusion) }
      images.confusion.select(selection)
    case .showImages:
      guard let selection = images.confusion.selection(in: confusion) else { return }
      showImages(of: selection, in: confusion)
    }
  }

  private mutating func showImages(
    of selection: ConfusionState.Selection, in confusion: Confusion
  ) {
    guard confusion.count(of: selection) != 0 else {
      return showNotice(sentence(on: selection, in: confusion))
    }
    images.confusion.select(selection)
    images.show(label: selection.truth, guess: selection.guess)
    let name = className(selection.truth)
    switch selection.guess {
    case nil: showNotice(NoticeText.errors(of: name))
    case selection.truth: showNotice(NoticeText.rightImages(of: name))
    case let guess?: showNotice(NoticeText.images(of: name, takenFor: className(guess)))
    }
  }

  private func showsConfusionMatrix(_ confusion: Confusion) -> Bool {
    let layout = layout.screen
    return ConfusionPanels(state: Shared(self), edges: layout.edges)
      .layout(confusion, in: layout.body, layout.appearance).matrix != nil
  }
}
