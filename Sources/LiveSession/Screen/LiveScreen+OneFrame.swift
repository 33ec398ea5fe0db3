import Dashboard
import Glibc
import Machine
import Runs
import TerminalUI

extension LiveScreen {
  /// The longest time to wait for a snapshot of a run's trainer.
  private static let snapshotLimit = Duration.seconds(2)

  /// Returns the state of a dashboard that shows a run as it is now, as a screen of the size shows it
  /// after its first replies: with all lanes of the run's trainer and with a snapshot, or with the
  /// records of a run that has ended. Stored settings of the view are not applied.
  /// - Parameters:
  ///   - focusesFirst: True for the focus on the first lane of the trainer instead of on `run`.
  ///   - size: The size of the terminal in columns and rows.
  ///   - theme: The theme; `nil` is the default.
  ///   - commands: The command lines that the screen offers for the run.
  public static func currentState(
    of run: Run, focusesFirst: Bool = false, size: (width: Int, height: Int),
    theme: Theme.Name?, _ commands: RunCommandLines
  ) throws -> DashboardState {
    let connection = try run.connect(.overview) {}
    defer { connection.disconnect() }
    let runs = try connection.runs(with: run)
    var state = try DashboardState(
      lanes: runs.map { ($0.name, try $0.plan(), $0.folder.homeAbbreviated) },
      focus: focusesFirst ? nil : run.name,
      theme: theme)
    var outcomes = RunOutcomes(runs.map(\.name))
    for run in runs {
      for event in try run.recording(before: connection).events {
        outcomes.update(with: EventLine(run: run.name, event: event))
        _ = update(&state, .trainer(event, run: run.name))
      }
    }
    state.finishReplay(beginsOnLive: false)
    if connection.process == nil, !outcomes.areAllOver {
      _ = update(&state, .trainerLost(TrainerLost(runs, commands).text))
      // Closes the dialog, which would cover the screen.
      _ = update(&state, .terminal(.key(.escape)))
    }
    receiveSnapshot(of: run, over: connection, &state)
    state.completeFrame(size: size, of: run)
    return state
  }

  /// Waits for a snapshot of a run and applies it, if its trainer sends one in time.
  private static func receiveSnapshot(
    of run: Run, over connection: any RunConnection, _ state: inout DashboardState
  ) {
    connection.setInterest(state.interest)
    let deadline = ContinuousClock.now + snapshotLimit
    var hasArrived = false
    while !hasArrived, connection.process != nil, !connection.isOver,
      ContinuousClock.now < deadline
    {
      for snapshot in connection.watcher.snapshots.removeValue() ?? [] {
        _ = update(&state, .snapshot(snapshot))
        if snapshot.run == run.name { hasArrived = true }
      }
      usleep(10_000)
    }
  }
}

extension DashboardState {
  /// Sets the size of the terminal, and applies the records that the screen requests.
  /// - Parameters:
  ///   - size: The size in columns and rows.
  ///   - run: A run of the session: the only one, or one whose store has the others.
  public mutating func completeFrame(size: (width: Int, height: Int), of run: Run) {
    let effects = update(&self, .terminal(.resized(width: size.width, height: size.height)))
    func recorded(_ name: String?) -> Run? { name.map { try? run.store.run(named: $0) } ?? run }
    for effect in effects {
      switch effect {
      case .loadKernels(let step, let name):
        guard let run = recorded(name) else { continue }
        _ = update(&self, .kernels(RecordedKernels(of: run, at: step)))
      case .loadLayers(let step, let name):
        guard let run = recorded(name) else { continue }
        _ = update(&self, .layers(RecordedLayers(of: run, after: step)))
      default: continue
      }
    }
  }
}
