import ArgumentParser
import Blueprint
import Cluster
import Images
import LiveSession
import Runs
import Training

/// Trains without a screen.
struct Train: JobCommand {
  static let name = "train"
  static let configuration = CommandConfiguration(
    commandName: name,
    abstract: "Train without a screen: print progress, or one JSON event in each line.",
    discussion: """
      ^C saves the run and stops it; `\(Resume.invocation)` continues it. `\(Attach.invocation)` shows a \
      run that trains without a screen.

      Examples:
        \(invocation) --steps 100 --run first
        \(invocation) --data cifar-10-batches-bin --lane lrn=off --for 30m
        \(invocation) --seeds 3 --epochs 5 --json > events.jsonl
        \(invocation) --on finished 'echo "$ALEXNET_RUN $ALEXNET_TOP1" >> results'
        \(invocation) --seeds 3 --epochs 5 --tensorboard logs
        mpirun -n 4 --hostfile hosts \(invocation) --data ~/photos
      """)

  @OptionGroup(title: "Plan") var planOptions: PlanOptions
  @OptionGroup(title: "Lanes") var laneOptions: LaneOptions
  @OptionGroup(title: "Run") var runOptions: RunOptions
  @OptionGroup(title: "Run") var eventCommands: EventCommandOptions
  @OptionGroup(title: "Run") var tensorBoard: TensorBoardOptions
  @OptionGroup(title: "Processes") var job: JobOptions
  @Flag var output: TrainOutput?
  @Flag(help: "With --json, print an event with the load of the computer every ten seconds.")
  var machine = false
  @Flag(help: "\(TrainOutput.detachHelp)")
  var detach = false

  func validate() throws {
    if machine, output != .json {
      throw ValidationError("--machine adds events to those of --json. Give --json too.")
    }
    if detach, output != nil {
      throw ValidationError(
        "--detach cannot be combined with --json or --quiet. "
          + "`\(Attach.invocation)` shows the events.")
    }
  }

  func run() throws {
    let store = runOptions.store
    let launched = LaunchedTrainer.current()
    let commands = try eventCommands.commands()
    let folder = try tensorBoard.folder()
    if detach, launched == nil {
      if Launcher.current != nil { throw NotUnderALauncher(option: "--detach") }
      return try store.startDetached()
    }
    try job.run(launched) { member in
      try train(launched, commands, tensorBoard: folder, as: member)
    }
  }

  /// Trains in this process.
  /// - Parameter member: This process as rank 0 of a job; `nil` in a process alone.
  private func train(
    _ launched: LaunchedTrainer?, _ commands: [EventCommand], tensorBoard folder: String?,
    as member: JobMember?
  ) throws {
    let store = runOptions.store
    let data = try planOptions.openData()
    let plan = try planOptions.plan(
      for: data, lesson: laneOptions.lesson, isLong: laneOptions.long, as: member)
    let timeLimit = planOptions.duration.timeLimit
    let groups = try laneOptions.groups(beside: plan, hasTimeLimit: timeLimit != nil, as: member)
    // The speed of several processes is not that of this one.
    if output != .quiet { laneOptions.printLesson(plan, on: data, isMeasured: member == nil) }
    if output == nil { laneOptions.printMemory(of: groups[0].count + 1, plan) }
    let makeFirst = { try runOptions.makeSetups(plan, data: data, lanes: groups[0]) }
    let training: LocalTraining
    let first: [TrainingSession.RunSetup]
    if let launched {
      (first, training) = try launched.train(
        in: store, timeLimit: timeLimit, commands: commands, tensorBoard: folder, as: member,
        makeFirst)
    } else {
      first = try makeFirst()
      training = LocalTraining(
        store: store, output: output, reportsMachine: machine, commands: commands,
        tensorBoard: folder, member: member)
      try training.run(first, timeLimit: timeLimit)
    }
    for changes in groups.dropFirst() {
      try training.run(
        LaneOptions.laneSetups(changes, beside: plan, data: data, run: first[0].run),
        timeLimit: timeLimit)
    }
  }
}

/// The kinds of output of a training, besides progress lines.
enum TrainOutput: String, EnumerableFlag {
  case json, quiet

  static func help(for value: TrainOutput) -> ArgumentHelp? {
    switch value {
    case .json: "Print one JSON event in each line."
    case .quiet: "Print nothing but errors."
    }
  }

  /// The help text of `--detach`.
  static var detachHelp: String {
    "Return after the first step and train in the background; `\(Attach.invocation)` shows the run."
  }
}
