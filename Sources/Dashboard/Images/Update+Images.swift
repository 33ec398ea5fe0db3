import Observing
import Runs
import TerminalUI

extension DashboardState {
  mutating func perform(_ command: ImagesCommand) {
    guard hasEffect(command) else {
      return showNotice(
        command == .toggleCheckpoint && !lane.hasEnded
          ? NoticeText.networkAnswers : NoticeText.noCheckpointAnswers)
    }
    let answer = imageAnalysis
    switch command {
    case .previousImage where images.isFile && images.own.paths.count < 2,
      .nextImage where images.isFile && images.own.paths.count < 2:
      showNotice(NoticeText.onlyOwnImage)
    case .previousImage: images.move(by: -1, from: answer)
    case .nextImage: images.move(by: 1, from: answer)
    case .firstImage: images.moveToFirst()
    case .previousClass: moveClass(by: -1, from: answer)
    case .nextClass: moveClass(by: 1, from: answer)
    case .toggleErrors:
      images.toggleErrors(answer)
      let errors = lane.hasEnded ? NoticeText.errorsOfCheckpoint : NoticeText.errorsOnly
      showNotice(images.errorsOnly ? errors : NoticeText.allImages)
    case .previousLayer: moveMapsLayer(by: -1)
    case .nextLayer: moveMapsLayer(by: 1)
    case .previousPage: turnPage(by: -1)
    case .nextPage: turnPage(by: 1)
    case .confusion(let command): perform(command)
    case .toggleConfusion:
      images.content = images.content == .confusion ? .maps : .confusion
    case .openFormula: openFormula()
    case .openFormulaAt(let place): openFormula(at: place)
    case .closeFormula: images.content = .maps
    case .formula(let command): perform(command)
    case .openFile: overlay = .image(.path(TextField(images.path)))
    case .toggleCheckpoint: toggleCheckpoint()
    case .nextAttribution: showNextAttribution()
    case .nextTarget: showNextTarget()
    case .filterByClass: overlay = .image(.className())
    }
  }

  /// Returns true if a command has an effect. Without a checkpoint, nothing of a run that is over can be
  /// analysed; and only such a run has the choice of a checkpoint.
  func hasEffect(_ command: ImagesCommand) -> Bool {
    if command == .toggleCheckpoint, !lane.hasEnded { return false }
    return checkpointAnswer?.problem == nil
  }

  private mutating func moveClass(by count: Int, from answer: ImageAnalysis?) {
    let classes = lane.run?.classes ?? []
    images.moveClass(by: count, of: classes.count, from: answer)
    showNotice(images.label.map { NoticeText.only(classes[$0]) } ?? NoticeText.allClasses)
  }

  private mutating func moveMapsLayer(by count: Int) {
    guard let network = lane.plan?.network else { return }
    images.content = .maps
    images.moveLayer(by: count, in: network)
  }

  private mutating func turnPage(by count: Int) {
    guard let pages = mapPages, pages.count > 1 else {
      return showNotice(NoticeText.allMapsAreShown)
    }
    images.content = .maps
    images.turnPage(by: count, of: pages.count)
  }

  /// The number of the first map on the shown page.
  var firstShownMap: Int { mapPages.map { $0[images.page].lowerBound } ?? 0 }

  /// The pages of the layer's maps at the current size of the terminal; `nil` while there are no maps.
  private var mapPages: MapPages? {
    let layout = layout.screen
    guard
      let rect = ImagesScreen(state: Shared(self), edges: layout.edges).layout(in: layout.body).maps
    else { return nil }
    return FeatureMapsPanel(state: Shared(self), edges: layout.edges)
      .pages(in: rect, appearance: layout.appearance)
  }
}
