import Blueprint
import Checksums
import Runs

extension RunRecord {
  /// The results of the last checkpoint of a run.
  public struct LastCheckpoint {
    /// The evaluations on the validation images.
    public var evaluations: [Evaluation]
    /// The evaluation on the training images; `nil` if no experiment needs it.
    public var training: Evaluation?
    /// The kernels of the first layer; `nil` for a network that does not begin with a convolution.
    public var kernels: KernelRecord?
    /// The SHA-256 of the weights and biases, in hexadecimal digits.
    public var weights: String

    /// Creates the results of a checkpoint.
    public init(
      evaluations: [Evaluation], training: Evaluation?, kernels: KernelRecord?, weights: String
    ) {
      self.evaluations = evaluations
      self.training = training
      self.kernels = kernels
      self.weights = weights
    }
  }

  /// The end of a run as its journal has it.
  public struct JournalEnd: Hashable, Sendable {
    /// The last step.
    public var step: Int
    /// The way in which the run ended.
    public var end: End
  }

  /// Returns the end of a run; `nil` for a run that is not over, because it was stopped, killed or failed for a
  /// reason outside of its network.
  public static func end(of events: [TrainingEvent]) -> JournalEnd? {
    switch events.last(where: { $0.isEnd }) {
    case .finished(let step, _, .completed): return JournalEnd(step: step, end: .completed)
    case .finished(let step, _, .trainingError): return JournalEnd(step: step, end: .trainingError)
    case .failed(let step, _) where RunCurve(events).hasDiverged:
      return JournalEnd(step: step, end: .diverged)
    default: return nil
    }
  }

  /// Creates the record of a run that is over.
  /// - Parameters:
  ///   - run: The run as it was planned.
  ///   - plan: Its plan, with the learning rate of the sweep. The location of its data is replaced by their name.
  ///   - study: The study that the run belongs to.
  ///   - journal: The events of the run.
  ///   - end: The end of the run.
  ///   - machine: The program and the processor.
  ///   - checkpoint: The results of the last checkpoint; `nil` for a run that diverged.
  /// - Throws: `StudyError.incompleteJournal` if steps are missing, `.changedByHand` and `.network`.
  public init(
    of run: Study.PlannedRun, _ plan: RunPlan, in study: Study, journal: [TrainingEvent],
    end: JournalEnd, machine: Machine, checkpoint: LastCheckpoint?
  ) throws(StudyError) {
    let curve = RunCurve(journal)
    guard curve.stepCount == end.step else {
      throw .incompleteJournal(run: run.name, steps: end.step, found: curve.stepCount)
    }
    if let change = Self.changeByHand(of: plan, in: journal, end, study.data) {
      throw .changedByHand(run: run.name, change: change)
    }
    self.run = run.name
    arm = run.arm
    purpose = run.purpose
    self.plan = plan
    self.plan.data = .folder(path: study.data.name)
    command = study.command(repeating: run.name)
    do {
      parameters = try plan.network.layout().parameters
    } catch {
      throw .network(error)
    }
    data = study.data
    self.machine = machine
    self.curve = curve.points
    lastStep = end.step
    self.end = end.end
    evaluations = checkpoint?.evaluations ?? []
    training = checkpoint?.training
    kernels = checkpoint?.kernels
    weights = checkpoint?.weights ?? ""
  }
}

extension RunRecord {
  /// Returns the first change by hand of a run that is over; `nil` for a run that is that of its plan.
  private static func changeByHand(
    of plan: RunPlan, in journal: [TrainingEvent], _ end: JournalEnd, _ data: Data
  ) -> String? {
    if let change = ValidationHistory(journal).knobChanges.first { return change.text }
    let planned = plan.stepCount(imagesPerEpoch: plan.imagesPerEpoch(of: data.trainImages))
    return end.end == .completed && end.step != planned ? "length" : nil
  }
}

extension RunRecord.Machine {
  /// Creates the description of a machine.
  public init(
    program: String, library: String, instructions: String, processor: String, threads: Int
  ) {
    self.program = program
    oneDNN = library
    self.instructions = instructions
    self.processor = processor
    self.threads = threads
  }
}

extension RunRecord.Evaluation {
  /// Creates the result of a checkpoint.
  public init(at step: Int, views: Int, loss: Double, top1: Double, top5: Double) {
    self.step = step
    self.views = views
    self.loss = loss
    self.top1 = top1
    self.top5 = top5
  }
}

extension TrainingEvent {
  /// A Boolean value that indicates whether the event ends a run or begins its training again.
  fileprivate var isEnd: Bool {
    switch self {
    case .finished, .failed, .resumed, .started: true
    case .step, .validation, .rate, .scheduled, .toggled, .paused, .checkpoint, .warning, .renamed:
      false
    }
  }
}

extension Study {
  /// Returns the command that trains a run again and compares the result with its record.
  func command(repeating run: String) -> String {
    "\(ProgramCommand.program) reproduce --record FOLDER --repeat \(run) --data \(data.name.shellWord)"
  }
}
