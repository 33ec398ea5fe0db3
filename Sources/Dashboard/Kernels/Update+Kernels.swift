import TerminalUI

extension DashboardState {
  mutating func perform(_ command: KernelsCommand) {
    switch command {
    case .left: moveChoice(-1, 0)
    case .right: moveChoice(1, 0)
    case .up: moveChoice(0, -1)
    case .down: moveChoice(0, 1)
    case .select(let kernel): kernels.selected = kernel
    case .nextContent: showNextContent()
    case .nextOrder:
      kernels.order = kernels.order.next
      kernels.sort()
      showNotice(NoticeText.kernelOrder(kernels.order.text))
    case .toggleColumns: toggleColumns()
    case .nextContrast:
      contrast = (contrast + 1) % KernelGrid.Contrast.allCases.count
      showNotice(NoticeText.kernelContrast(kernelContrast.text))
    }
  }

  private mutating func showNextContent() {
    kernels.content = kernels.content.next
    let name = kernels.content.name
    showNotice(
      kernels.past != nil && kernels.content != .weights
        ? NoticeText.timelineHasNo(name) : NoticeText.kernels(name))
  }

  private mutating func toggleColumns() {
    guard hasTwoColumns else {
      return showNotice(NoticeText.oneColumn)
    }
    kernels.showsColumns.toggle()
    showNotice(kernels.showsColumns ? NoticeText.columnsApart : NoticeText.columnsTogether)
  }

  var kernelContrast: KernelGrid.Contrast { KernelGrid.Contrast.allCases[contrast] }

  /// The contrast with its key, for panels with kernels; empty for the default.
  var contrastBadge: String { shortContrastBadge.isEmpty ? "" : "contrast: \(shortContrastBadge)" }

  /// The contrast with its key, for narrow panels; empty for the default.
  var shortContrastBadge: String {
    kernelContrast == .each ? "" : "\(kernelContrast.name) · n"
  }

  /// True if the kernels are in two columns: those of the network, or those of two processes.
  var hasTwoColumns: Bool {
    lane.plan?.network.hasTwoColumns == true || lane.job?.columns == 2
  }

  /// Analyzes the kernels to show: those of the shown record, or else of the latest snapshot. Has no
  /// effect while no screen shows them.
  mutating func analyzeKernels() {
    guard screen == .kernels || hasOnlyRecordedKernels else { return }
    if let past = kernels.past {
      kernels.analysis = .init(
        step: past.step, weights: past.kernels, change: nil, order: kernels.order)
    } else if let snapshot = lane.snapshot, let weights = snapshot.kernels {
      kernels.analysis = .init(
        step: lane.kernelsStep ?? snapshot.step, weights: weights, change: snapshot.kernelChange,
        order: kernels.order)
    } else {
      kernels.analysis = nil
    }
    if let count = kernels.analysis?.weights.count, kernels.selected >= count {
      kernels.selected = 0
    }
  }

  /// Chooses the nearest kernel in a direction. At the end of a row, it is the next kernel in order.
  private mutating func moveChoice(_ right: Int, _ down: Int) {
    let tiles = kernelTiles
    guard let here = tiles.first(where: { $0.kernel == kernels.selected }) else {
      if let first = tiles.first { kernels.selected = first.kernel }
      return
    }
    var best: (distance: Int, kernel: Int)?
    for tile in tiles where tile.kernel != here.kernel {
      // Twice the distance between the centres, in columns. A row is as high as two columns are
      // wide.
      let x = 2 * tile.cells.x + tile.cells.width - 2 * here.cells.x - here.cells.width
      let y = 2 * (2 * tile.cells.y + tile.cells.height - 2 * here.cells.y - here.cells.height)
      let along = x * right + y * down
      let aside = abs(x * down) + abs(y * right)
      guard along > 0, aside <= along else { continue }
      let distance = along + 3 * aside
      if distance < best?.distance ?? .max { best = (distance, tile.kernel) }
    }
    if let best {
      kernels.selected = best.kernel
    } else if right != 0, let index = tiles.firstIndex(where: { $0.kernel == here.kernel }) {
      kernels.selected = tiles[min(tiles.count - 1, max(0, index + right))].kernel
    }
  }
}

extension KernelGrid.Contrast {
  fileprivate var name: String {
    switch self {
    case .each: "each"
    case .shared: "shared"
    case .range: "full range"
    }
  }

  fileprivate var text: String {
    switch self {
    case .each: "each kernel by its largest weight"
    case .shared: "all kernels on one scale"
    case .range: "each kernel from its minimum to its maximum"
    }
  }
}
