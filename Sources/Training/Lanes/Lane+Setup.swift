import Blueprint
import Images
import Runs

extension Lane {
  /// Everything that a lane starts with.
  public struct Setup {
    /// The plan of the lane's run.
    public var plan: RunPlan
    /// The images that the lane trains on.
    public var data: any DataSource
    /// The name of the lane's run.
    public var run: String
    /// The receivers of the lane's events.
    public var callbacks: Callbacks
    /// The checkpoint to continue from, a checkpoint of this plan; `nil` starts at step 0.
    public var resumption: Resumption?
    /// The destination of checkpoints; `nil` keeps none.
    var checkpoints: Checkpointer.Destination?
    /// The run whose folder has the timelines; `nil` records none.
    var timelineRun: Run?
    /// True if the images are not those of the checkpoint, and the user has accepted that.
    var hasOtherImages = false
    /// The beginning of the lane as rank 0 has sent it; `nil` on rank 0 and without a job.
    var order: LaneOrder?

    /// The knobs of the next step.
    var firstKnobs: Knobs { order?.knobs ?? resumption?.knobs ?? plan.knobs }
    /// The state from which the lane continues; `nil` at step 0.
    var firstState: TrainingState? { order?.state ?? resumption?.checkpoint?.state }

    /// Creates the setup of a lane that keeps neither checkpoints nor timelines.
    public init(
      _ plan: RunPlan, data: any DataSource, run: String = "", callbacks: Callbacks,
      from resumption: Resumption? = nil
    ) {
      self.plan = plan
      self.data = data
      self.run = run
      self.callbacks = callbacks
      self.resumption = resumption
    }
  }

  /// The closures that a lane calls.
  public struct Callbacks {
    /// Receives each event of the lane.
    public var report: (TrainingEvent) -> Void
    /// Renames the run and reports the change. `nil` for a lane that is not recorded.
    var rename: ((_ name: String, _ step: Int) throws -> Run)?

    /// Creates the callbacks of a lane whose run cannot be renamed.
    public init(report: @escaping (TrainingEvent) -> Void) {
      self.report = report
    }
  }
}
