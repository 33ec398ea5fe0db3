import DisplayText
import TerminalUI

/// The search for the user's own images.
extension DashboardState {
  /// Applies images that were found. The prompt closes with the first one; without any it shows the reason.
  mutating func apply(_ found: FoundImages) {
    guard var search = images.own.search, search.number == found.request else { return }
    let isFirst = search.found == 0 && !found.paths.isEmpty
    search.found += found.paths.count
    search.problems += found.problems
    (search.checked, search.total) = (found.checked, found.total)
    search.secondsLeft = found.secondsLeft
    images.own.search = found.isOver ? nil : search
    if !found.paths.isEmpty { images.open(found.paths, isFirst: isFirst) }
    if case .image(let prompt) = box, prompt.isOpening, isFirst { box = nil }
    if found.isOver { finish(search) }
  }

  /// Reports the end of a search: how many images there are, and those that cannot be shown.
  private mutating func finish(_ search: OwnImages.Search) {
    guard search.found > 0 else {
      guard case .image(var prompt) = box, prompt.isOpening else { return }
      prompt.isOpening = false
      prompt.problem = search.problemText
      box = .image(prompt)
      return
    }
    for problem in search.problems {
      addMessage("\(problem.path.elidedInMiddle(to: 60)): \(problem.reason)")
    }
    if let first = search.problems.first {
      showNotice(
        NoticeText.unreadableImages(
          search.problems.count, of: search.found + search.problems.count, first: first.name))
    } else if search.found > 1 {
      showNotice(NoticeText.ownImages(search.found))
    }
  }
}

extension OwnImages.Search {
  /// The progress: "checking 120 of 1,000 images · 3 s left".
  var text: String {
    let images = "checking \(NumberText.grouped(checked)) of \(NumberText.grouped(total)) images"
    return images + (secondsLeft.map { " · \(NumberText.duration($0)) left" } ?? "")
  }

  /// The reason for which no image was found.
  fileprivate var problemText: String {
    guard let first = problems.first else { return "There are no images at these paths." }
    guard problems.count > 1 else { return first.reason }
    let count = NumberText.grouped(problems.count)
    return "None of \(count) can be shown. \(first.name): \(first.reason)"
  }
}

extension FoundImages.Problem {
  /// The name of the file.
  var name: String { path.split(separator: "/").last.map(String.init) ?? path }
}
