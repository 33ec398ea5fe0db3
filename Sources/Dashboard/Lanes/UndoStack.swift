import Blueprint
import DisplayText
import Runs
import TerminalUI

/// The changes by hand of one lane that can be undone: those that the trainer has confirmed, and those that
/// this screen has requested.
///
/// The stack is built from the events since the run was started or resumed, so it is the same after the
/// screen was closed and opened again. Events do not record whether a change was an undo. A change that this screen did not
/// request is taken for an undo if it restores the value before the last change.
struct UndoStack: Equatable, Sendable {
  /// A change of dropout, LRN or the learning rate.
  enum Change: Equatable, Sendable {
    case toggled(TrainingEvent.ToggledKnob, on: Bool)
    case rate(from: Double, to: Double)
  }

  /// A change, with the step after which it was made.
  struct Entry: Equatable, Sendable {
    var change: Change
    /// The step; `nil` before the trainer has confirmed the change.
    var step: Int?
    /// The training time up to the step, in seconds.
    var seconds = 0.0
  }

  /// A change that was requested and is not confirmed yet.
  private struct Request: Equatable {
    var change: Change
    var isUndo: Bool
  }

  /// The confirmed changes.
  private var entries: [Entry] = []
  private var requests: [Request] = []
  /// The last change of an earlier session, which cannot be undone; `nil` without one.
  private(set) var forgotten: Change?

  /// Creates the stack of a run that starts.
  init() {}

  /// Creates the stack of a run that is resumed. The changes of the earlier session are settings of the new
  /// one.
  /// - Parameter step: The step from which the run continues. Later changes are lost.
  init(resuming earlier: UndoStack, from step: Int) {
    forgotten = earlier.entries.last { $0.step ?? 0 <= step }?.change ?? earlier.forgotten
  }

  /// The change that an undo takes back; `nil` if there is none. A requested change that is not
  /// confirmed yet counts as made.
  var last: Entry? {
    requests.reduce(into: entries) { changes, request in
      if request.isUndo {
        _ = changes.popLast()
      } else {
        changes.append(Entry(change: request.change))
      }
    }.last
  }

  /// True if `last` is not confirmed yet.
  var lastIsRequested: Bool { requests.last.map { !$0.isUndo } ?? false }

  mutating func request(_ change: Change) {
    requests.append(Request(change: change, isUndo: false))
  }

  /// Requests the inverse of `last`.
  mutating func requestUndo() {
    if let last { requests.append(Request(change: last.change, isUndo: true)) }
  }

  /// Forgets the requests, because the trainer has refused one.
  mutating func cancelRequests() { requests = [] }

  /// Returns true if a change that is about to be confirmed is taken for an undo of the last one.
  func isUndo(_ change: Change) -> Bool {
    requests.first { $0.change.hasSameKnob(as: change) }?.isUndo
      ?? entries.last.map { change.reverses($0.change) } ?? false
  }

  /// Adds a change that the trainer has confirmed, or removes the change that it undoes.
  /// - Parameters:
  ///   - change: The change.
  ///   - step: The step after which it was made.
  ///   - seconds: The training time up to this step, in seconds.
  /// - Returns: True if this screen has requested to undo a change.
  @discardableResult
  mutating func confirm(_ change: Change, step: Int, seconds: Double) -> Bool {
    let isUndo = self.isUndo(change)
    let request = requests.firstIndex { $0.change.hasSameKnob(as: change) }
      .map { requests.remove(at: $0) }
    if isUndo {
      if let index = entries.lastIndex(where: { $0.change.hasSameKnob(as: change) }) {
        entries.remove(at: index)
      }
    } else {
      entries.append(Entry(change: change, step: step, seconds: seconds))
    }
    return request?.isUndo ?? false
  }

  /// Forgets the request for a knob whose value was confirmed without a change.
  mutating func confirmWithoutChange(_ change: Change) {
    if let index = requests.firstIndex(where: { $0.change.hasSameKnob(as: change) }) {
      requests.remove(at: index)
    }
  }
}

extension UndoStack.Change {
  func hasSameKnob(as other: Self) -> Bool {
    switch (self, other) {
    case (.toggled(let knob, _), .toggled(let otherKnob, _)): knob == otherKnob
    case (.rate, .rate): true
    case (.toggled, .rate), (.rate, .toggled): false
    }
  }

  /// Returns true if this change restores what another one has changed. A rate that the schedule
  /// has changed in the meantime is restored by the inverse factor.
  func reverses(_ other: Self) -> Bool {
    switch (self, other) {
    case (.toggled(let knob, let on), .toggled(let otherKnob, let otherOn)):
      knob == otherKnob && on != otherOn
    case (.rate(let from, let to), .rate(let otherFrom, let otherTo)):
      from * to == 0 || otherFrom * otherTo == 0
        ? from.isSameRate(as: otherTo) && to.isSameRate(as: otherFrom)
        : (to * otherTo).isSameRate(as: from * otherFrom)
    case (.toggled, .rate), (.rate, .toggled): false
    }
  }

  /// Returns the command that undoes the change.
  /// - Parameter rate: The learning rate that the command meets; `nil` if it is not known.
  func inverse(at rate: Double?) -> TrainerCommand {
    switch self {
    case .toggled(let knob, let on): knob.command(on: !on)
    case .rate(let from, let to) where to == 0 || rate?.isSameRate(as: to) ?? true: .setRate(from)
    case .rate(let from, let to): .scaleRate(by: from / to)
    }
  }
}

extension UndoStack.Change {
  /// The change in words: "dropout off", "rate 0.01".
  var text: String {
    switch self {
    case .toggled(let knob, let on): "\(knob.name) \(on ? "on" : "off")"
    case .rate(_, let to): "rate \(NumberText.plain(to))"
    }
  }

  /// The effect of an undo of the change: "dropout on again".
  /// - Parameter rate: The current learning rate; `nil` if it is not known.
  func undoText(at rate: Double?) -> String {
    switch self {
    case .toggled(let knob, let on): return "\(knob.name) \(on ? "off" : "on") again"
    case .rate(let from, let to):
      // The schedule can have changed the rate since.
      guard case .scaleRate = inverse(at: rate), to != 0 else {
        return "rate \(NumberText.plain(from)) again"
      }
      return "rate × \(NumberText.plain(from / to))"
    }
  }

  /// The key that makes such a change.
  var key: Key {
    let command: LiveCommand =
      switch self {
      case .toggled(.dropout, _): .dropout
      case .toggled(.lrn, _): .lrn
      case .rate: .rate
      }
    return KeyBindings.dashboard.bindings.first { $0.command == .live(command) }?.keys.first
      ?? .escape
  }
}

extension UndoStack.Entry {
  /// The number of steps that are few, and the seconds for which a change is recent after few steps and
  /// after any number of them. Steps of a small network take milliseconds, those of a large one seconds.
  private static let recentSteps = 100, recentSeconds = (any: 10.0, few: 60.0)

  /// Returns true if the change was made so long ago that it is probably not meant.
  /// - Parameters:
  ///   - step: The latest step.
  ///   - now: The training time up to it, in seconds.
  func isOld(atStep step: Int, seconds now: Double) -> Bool {
    guard let made = self.step else { return false }
    let isRecent = step - made <= Self.recentSteps
    return now - seconds > (isRecent ? Self.recentSeconds.few : Self.recentSeconds.any)
  }
}

extension Double {
  /// Returns true if two learning rates are equal up to the precision of a step's event, which has
  /// seven digits.
  func isSameRate(as other: Double) -> Bool {
    Swift.abs(self - other) <= 1e-6 * Swift.max(Swift.abs(self), Swift.abs(other))
  }
}

extension TrainingEvent.ToggledKnob {
  /// The name in notices and messages.
  var name: String {
    switch self {
    case .dropout: "dropout"
    case .lrn: "LRN"
    }
  }

  func command(on: Bool) -> TrainerCommand {
    switch self {
    case .dropout: .dropout(on: on)
    case .lrn: .lrn(on: on)
    }
  }
}
