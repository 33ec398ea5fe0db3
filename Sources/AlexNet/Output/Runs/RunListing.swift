import DisplayText
import Runs
import Training

/// The output of `runs list`. The fields are the contract of `runs list --json`.
struct RunListing: Encodable {
  /// One run.
  struct Row: Encodable {
    var name: String
    var network: String
    var data: String
    /// `running`, `finished`, `stopped`, `failed` or `interrupted`.
    var state: String
    /// Seconds since 1970.
    var started: Double?
    var steps: Int
    /// The loss of the latest step, in nats.
    var loss: Double?
    /// The best errors in validation, 0…1.
    var top1: Double?
    var top5: Double?
    /// The step of the latest checkpoint.
    var checkpoint: Int?
    /// The failure of the run, or the damage of its journal.
    var message: String?
    /// The user's note.
    var note: String?
    /// True if a table shows the top-5 error. JSON always contains it.
    var hasTop5 = true
    /// True if the run has ended and its trainer still trains other lanes. JSON does not contain it.
    var isHeldByTrainer = false
    /// The run from which a lane or a fork began. JSON does not contain it.
    var parent: String?

    private enum CodingKeys: String, CodingKey {
      case name, network, data, state, started, steps, loss, top1, top5, checkpoint, message, note
    }
  }

  /// A run whose files cannot be read.
  struct Unreadable: Encodable {
    var name: String
    var message: String
  }

  var runs: [Row]
  var unreadable: [Unreadable]

  init(_ listing: RunStore.Listing) {
    runs = listing.runs.map(Row.init)
    unreadable = listing.unreadable.map {
      Unreadable(name: $0.name, message: $0.error.problem)
    }
  }
}

extension RunListing.Row {
  init(_ run: RunSummary) {
    name = run.name
    network = run.network
    data = run.data
    state = run.state.name
    started = run.started
    steps = run.steps
    loss = run.loss
    top1 = run.bestTop1
    top5 = run.bestTop5
    checkpoint = run.checkpoint
    message = run.problem
    note = run.note.isEmpty ? nil : run.note
    hasTop5 = run.plan.network.hasTop5
    isHeldByTrainer = run.isHeldByTrainer
    parent = run.plan.lineage?.parent
  }
}

extension RunSummary {
  /// The failure of the run and the damage of its journal; `nil` if there is neither.
  var problem: String? {
    var parts = [damage].compactMap(\.self)
    if case .failed(let message) = state { parts.insert(message, at: 0) }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }
}

extension RunListing {
  /// A table. Lines below it name errors, and the commands for runs that train or have lost their
  /// trainer.
  /// - Parameter width: The columns of the terminal; `nil` for a file or a pipe, which has no limit.
  func text(store: StoreOptions, width: Int?) -> String {
    var table = TextTable([
      .left("run", least: 20), .left("state"), .left("network", rank: 6),
      .left("data", rank: 7, least: 12), .right("steps"),
      .right("train loss\nof last step", rank: 5),
      .right("best val\ntop-1 err"), .right("best val\ntop-5 err", rank: 4),
      .right("checkpoint", rank: 3), .left("started", rank: 2),
    ])
    for run in runs {
      table.add([
        run.name, run.state, run.network, run.data, run.steps.grouped,
        run.loss.map { $0.fixed(3) } ?? "—", TableText.percent(run.top1),
        TableText.percent(run.hasTop5 ? run.top5 : nil), run.checkpoint?.grouped ?? "—",
        TableText.time(run.started),
      ])
    }
    let errors = runs.compactMap { run in run.message.map { "\(run.name): \($0)" } }
    let unreadable = unreadable.map { "\($0.name) cannot be listed: \($0.message)" }
    let lines = runs.isEmpty ? [] : [table.text(width: width)]
    let training = runs.filter { $0.state == "running" }.map {
      "\($0.name) is training: `\(store.commandLine(Attach.self, $0.name))` shows it"
    }
    let held = runs.filter(\.isHeldByTrainer).map { RunsError.heldByTrainer($0.name).problem }
    let lost = interrupted(store)
    return (lines + (errors + unreadable + training + held + lost).map(\.printable))
      .joined(separator: "\n")
  }

  /// One sentence for each interrupted run, and one for a run and its lanes together.
  private func interrupted(_ store: StoreOptions) -> [String] {
    let lost = runs.filter { $0.state == "interrupted" }
    var families: [String] = []
    for run in lost where !families.contains(run.parent ?? run.name) {
      families.append(run.parent ?? run.name)
    }
    return families.flatMap { family in
      // A run stands before its lanes on a command line.
      let members =
        lost.filter { $0.name == family && $0.parent == nil }
        + lost.reversed().filter { $0.parent == family }
      let names = members.map(\.name)
      guard (2...Trainer.maximumLanes).contains(names.count) else {
        return members.map {
          "\($0.name) was interrupted: `\(store.commandLine(Resume.self, $0.name))` continues after "
            + "step \(($0.checkpoint ?? 0).grouped)"
        }
      }
      let list = "\(names.dropLast().joined(separator: ", ")) and \(names[names.count - 1])"
      return ["\(list) were interrupted: `\(store.commandLines.resumeText(names))` continues them"]
    }
  }
}
