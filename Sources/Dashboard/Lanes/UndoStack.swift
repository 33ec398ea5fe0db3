import Blueprint
import Runs

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

  /// A change that was requested and is not confirmed yet.
  private struct Request: Equatable {
    var change: Change
    var isUndo: Bool
  }

  /// The confirmed changes.
  private var entries: [Change] = []
  private var requests: [Request] = []

  /// The change that an undo takes back; `nil` if there is none. A requested change that is not
  /// confirmed yet counts as made.
  var last: Change? {
    requests.reduce(into: entries) { changes, request in
      if request.isUndo { _ = changes.popLast() } else { changes.append(request.change) }
    }.last
  }

  /// True if `last` is not confirmed yet.
  var lastIsRequested: Bool { requests.last.map { !$0.isUndo } ?? false }

  mutating func request(_ change: Change) {
    requests.append(Request(change: change, isUndo: false))
  }

  /// Requests the inverse of `last`.
  mutating func requestUndo() {
    if let last { requests.append(Request(change: last, isUndo: true)) }
  }

  /// Forgets the requests, because the trainer has refused one.
  mutating func cancelRequests() { requests = [] }

  /// Adds a change that the trainer has confirmed, or removes the change that it undoes.
  /// - Returns: True if this screen has requested to undo a change.
  @discardableResult
  mutating func confirm(_ change: Change) -> Bool {
    let request = requests.firstIndex { $0.change.hasSameKnob(as: change) }
      .map { requests.remove(at: $0) }
    let undone = entries.last
    if request?.isUndo ?? (undone.map(change.reverses) ?? false) {
      if let index = entries.lastIndex(where: { $0.hasSameKnob(as: change) }) {
        entries.remove(at: index)
      }
    } else {
      entries.append(change)
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
      (to * otherTo).isSameRate(as: from * otherFrom)
    case (.toggled, .rate), (.rate, .toggled): false
    }
  }

  /// Returns the command that undoes the change.
  /// - Parameter rate: The learning rate that the command meets; `nil` if it is not known.
  func inverse(at rate: Double?) -> TrainerCommand {
    switch self {
    case .toggled(let knob, let on): knob.command(on: !on)
    case .rate(let from, let to) where rate?.isSameRate(as: to) ?? true: .setRate(from)
    case .rate(let from, let to): .scaleRate(by: from / to)
    }
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
