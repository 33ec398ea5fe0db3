import Observing
import Runs
import TerminalUI

extension DashboardState {
  mutating func perform(_ command: ImagesCommand) {
    guard hasEffect(command) else {
      return showNotice(NoticeText.noImages(lane.phaseWord))
    }
    let answer = lane.snapshot?.image
    switch command {
    case .previousImage: images.move(by: -1, from: answer)
    case .nextImage: images.move(by: 1, from: answer)
    case .firstImage: images.moveToFirst()
    case .previousClass: moveClass(by: -1, from: answer)
    case .nextClass: moveClass(by: 1, from: answer)
    case .toggleErrors:
      images.toggleErrors(answer)
      showNotice(images.errorsOnly ? NoticeText.errorsOnly : NoticeText.allImages)
    case .previousLayer: moveMapsLayer(by: -1)
    case .nextLayer: moveMapsLayer(by: 1)
    case .previousPage: turnPage(by: -1)
    case .nextPage: turnPage(by: 1)
    case .confusion(let command): perform(command)
    case .toggleConfusion: images.content = images.content == .maps ? .confusion : .maps
    case .openFile: overlay = .image(.path(TextField(images.path), before: images.choice))
    case .filterByClass: overlay = .image(.className())
    }
  }

  /// Returns true if a command has an effect. After the end of the run, only the confusion of its last
  /// validation can be read.
  func hasEffect(_ command: ImagesCommand) -> Bool {
    guard lane.hasEnded else { return true }
    switch command {
    case .toggleConfusion, .confusion(.move), .confusion(.select):
      return lane.snapshot?.confusion != nil
    case .previousImage, .nextImage, .firstImage, .previousClass, .nextClass, .toggleErrors,
      .previousLayer, .nextLayer, .previousPage, .nextPage, .confusion(.showImages), .openFile,
      .filterByClass:
      return false
    }
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

  /// The pages of the layer's maps at the current size of the terminal; `nil` while there are no maps.
  private var mapPages: MapPages? {
    let layout = layout.screen
    guard let rect = ImagesScreen(state: self, edges: layout.edges).layout(in: layout.body).maps
    else { return nil }
    return FeatureMapsPanel(state: self, edges: layout.edges)
      .pages(in: rect, appearance: layout.appearance)
  }
}
