import TerminalUI

/// The keys of a footer that fit into its width, in a fixed order of importance, so that no key takes the
/// place of another when a setting or its value changes.
///
/// On the live screen the keys that change training are the first. On other screens those of the screen
/// are, so that no key of training looks like one of a list: on a wide terminal only D and L, which are
/// shown together or not at all, have their place before them.
///
/// While a box is open, its keys are the first.
struct FooterChoice {
  typealias Hint = KeyHint<DashboardCommand>

  /// The least width at which all screens show D and L.
  static let wideWidth = 100

  @Shared var state: DashboardState
  /// The keys that can be shown, in the order of the table.
  let hints: [Hint]
  /// The columns of the name of the lane before the first key that changes training.
  let laneColumns: Int
  private var left: Int
  private(set) var commands: Set<DashboardCommand> = []
  /// The columns beside those of "undo" that are left for the effect of `u`; 0 without room.
  private(set) var undoColumns = 0

  /// Chooses the keys.
  /// - Parameters:
  ///   - width: The columns for the keys, each with a gap of two columns after it.
  ///   - isWide: True if D and L have a place on each screen.
  init(
    _ state: Shared<DashboardState>, _ hints: [Hint], laneColumns: Int, width: Int, isWide: Bool
  ) {
    _state = state
    let state = state.wrappedValue
    self.hints = hints
    self.laneColumns = laneColumns
    left = width
    if state.boxKeys != nil {
      for hint in ranked(hints.filter { $0.isOfBox }) { add([hint]) }
      addInOrder(training)
    } else if !state.interruptedLanes.isEmpty {
      addInOrder(training)
    } else if state.screen == .live, state.enlarged != .ranks {
      let isComplete = addInOrder(pair, [.rate], [.pause], [.undo])
      addOwn()
      if isComplete { addRest(isWide) }
    } else {
      let hasPair = isWide && addInOrder(pair)
      let hasOwn = addOwn()
      let isComplete = hasPair || !isWide && hasOwn && addInOrder(pair)
      if isComplete, addInOrder([.rate], [.pause], [.undo]) { addRest(isWide) }
    }
    for hint in ranked(hints.filter { $0.family == .viewing }) { add([hint]) }
  }

  private static func command(_ hint: Hint) -> DashboardCommand? { hint.keys.first?.command }

  private var training: [Hint] { hints.filter { $0.family == .training } }

  private let pair: [LiveCommand] = [.dropout, .lrn]

  // MARK: - Adding keys

  /// Adds keys if all of them fit.
  @discardableResult
  private mutating func add(_ group: [Hint]) -> Bool {
    let group = group.filter { Self.command($0).map { !commands.contains($0) } ?? false }
    let isFirst =
      group.contains { $0.family == .training }
      && !training.contains { Self.command($0).map(commands.contains) ?? false }
    let columns = group.reduce(isFirst ? laneColumns : 0) { $0 + self.columns(of: $1) }
    guard columns <= left else { return false }
    left -= columns
    commands.formUnion(group.compactMap(Self.command))
    return true
  }

  /// Adds groups of keys that change training, up to the first that does not fit.
  /// - Returns: True if all fit.
  @discardableResult
  private mutating func addInOrder(_ groups: [LiveCommand]...) -> Bool {
    groups.allSatisfy { group in
      add(training.filter { hint in group.contains { Self.command(hint) == .live($0) } })
    }
  }

  private mutating func addInOrder(_ hints: [Hint]) {
    _ = hints.allSatisfy { add([$0]) }
  }

  /// Adds the keys of the screen, and those of the lesson and of the focus on a lane.
  /// - Returns: True if all fit.
  @discardableResult
  private mutating func addOwn() -> Bool {
    let own = ranked(
      hints.filter { $0.family == .viewing && ($0.isScoped || $0.rank <= 1) })
    let added = own.map { add([$0]) }
    return added.allSatisfy(\.self)
  }

  /// Adds room for the effect of `u`, then the other keys that change training.
  private mutating func addRest(_ isWide: Bool) {
    let columns = isWide ? min(left, 20) : left
    if commands.contains(.live(.undo)), columns >= 10 {
      undoColumns = columns
      left -= columns
    }
    addInOrder(training)
  }

  private func ranked(_ hints: [Hint]) -> [Hint] {
    hints.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }
      .map { $0.element }
  }

  // MARK: - Widths

  /// Returns the columns of a key with the longest value that its setting usually has.
  private func columns(of hint: Hint) -> Int {
    let bare = hint.columns - (hint.value.isEmpty ? 0 : hint.value.columns + 1)
    func withValue(of columns: Int) -> Int { bare + 1 + max(columns, hint.value.columns) }
    switch Self.command(hint) {
    case .live(.dropout), .live(.lrn): return withValue(of: "off".columns)
    case .live(.rate): return withValue(of: "0.0001".columns)
    case .live(.pause) where state.interruptedLanes.isEmpty:
      let pause = state.lanes.count > 1 ? "continue all" : "continue"
      return hint.columns + max(0, pause.columns - hint.label.columns)
    case .charts(.navigate(.nextAxis)), .compare(.navigate(.nextAxis)):
      return withValue(of: "epochs (log)".columns)
    case .kernels(.nextContent):
      return withValue(of: KernelContent.allCases.map(\.name.columns).max() ?? 0)
    case .kernels(.nextOrder):
      return withValue(of: KernelOrder.allCases.map(\.name.columns).max() ?? 0)
    case .ranks(.nextOrder):
      return withValue(of: RankOrder.allCases.map(\.name.columns).max() ?? 0)
    default: return hint.columns
    }
  }
}

extension FooterChoice.Hint {
  /// True for keys of the box over the screen.
  fileprivate var isOfBox: Bool {
    guard case .box = keys.first?.command else { return false }
    return true
  }
}
