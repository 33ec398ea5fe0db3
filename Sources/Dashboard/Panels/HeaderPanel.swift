import TerminalUI

/// One line: what is trained on what, how far it is, and how it goes.
struct HeaderPanel {
  var state: DashboardState

  /// A name and its value; those of high rank go first when there is no room.
  private struct Part {
    var name: String
    var value: String
    var rank: Int
    var columns: Int { name.columns + (name.isEmpty ? 0 : 1) + value.columns + 2 }
  }

  func draw(in row: Rect, on frame: inout Frame, look: Look) {
    let theme = look.theme
    let (badge, style) = badge(look)
    frame.textRight(badge, right: row.right - 1, y: row.y, style: style.with(.bold))
    // What is beside it must not move when the word changes.
    let reserved = max(13, badge.columns) + 2
    var room = row.width - reserved
    var x = frame.text("▌", x: row.x, y: row.y, style: theme.accent)
    x = frame.text("alexnet", x: x, y: row.y, style: theme.accent.with(.bold)) + 2
    room -= x - row.x
    var kept = parts(total: row.width >= 100)
    while kept.reduce(0, { $0 + $1.columns }) > room,
      let worst = kept.indices.max(by: { kept[$0].rank < kept[$1].rank })
    {
      kept.remove(at: worst)
    }
    if let subject = kept.first, subject.name.isEmpty {
      frame.text(subject.value, x: x, y: row.y, style: theme.text)
      kept.removeFirst()
    }
    var right = row.right - reserved
    for part in kept.reversed() {
      frame.textRight(part.value, right: right, y: row.y, style: theme.strong)
      right -= part.value.columns + 1
      frame.textRight(part.name, right: right, y: row.y, style: theme.muted)
      right -= part.name.columns + 2
    }
  }

  private func parts(total isShown: Bool) -> [Part] {
    let latest = state.latest
    let network = state.run?.network ?? state.plan?.network.name
    let subject = [network, state.dataName].compactMap(\.self).joined(separator: " on ")
    var step = latest.map { Digits.grouped($0.step) } ?? "—"
    if isShown, let total = state.plannedSteps { step += "/" + Digits.grouped(total) }
    return [
      Part(name: "", value: subject, rank: 3),
      Part(name: "step", value: step, rank: 1),
      Part(name: "epoch", value: latest.map { Digits.fixed($0.epoch, 2) } ?? "—", rank: 6),
      Part(
        name: "img/s",
        value: state.speed.value.isFinite
          ? Digits.grouped(Int(min(state.speed.value, 1e9).rounded())) : "—", rank: 2),
      Part(name: "rate", value: state.rate.map(Digits.plain) ?? "—", rank: 4),
      Part(name: "time", value: Digits.duration(state.elapsed), rank: 5),
    ]
  }

  private func badge(_ look: Look) -> (String, Style) {
    let word = state.phaseWord
    switch state.phase {
    case _ where state.isStopping && !state.hasEnded: return ("■ \(word)", look.theme.caution)
    case .preparing: return ("○ \(word)", look.theme.caution)
    case .training: return ("● \(word)", look.theme.good)
    case .paused: return ("‖ \(word)", look.theme.caution)
    case .finished: return ("■ \(word)", look.theme.accent)
    case .failed: return ("× \(word)", look.theme.danger)
    }
  }
}

extension DashboardState {
  var dataName: String? {
    if let run = lane.run { return run.data }
    switch lane.plan?.data {
    case .scenes: return "scenes"
    case .folder(let path): return path.split(separator: "/").last.map(String.init) ?? path
    case nil: return nil
    }
  }

  /// Training time, or before the first step the time since the screen came up.
  var elapsed: Double {
    if case .finished(let seconds, _) = lane.phase { return seconds }
    return lane.latest?.seconds ?? max(0, now - (startedAt ?? now))
  }
}
