import Blueprint
import Channels
import Images

extension Trainer {
  /// The connections of a trainer with the rest of the process: the sources of commands and warnings, the
  /// receivers of snapshots, and the functions that create runs for new lanes.
  public struct Connections {
    /// The commands for the lanes.
    public var commands: Mailbox<AddressedCommand>
    /// The receivers of snapshots.
    public var watchers: Watchers
    /// Warnings from other parts of the process, for the journals of all lanes.
    public var warnings: Mailbox<Warning>
    /// The warnings of the lanes of this rank, which are sent to rank 0; `nil` on rank 0 and without a job.
    var rankWarnings: Mailbox<RankWarning>?
    /// Opens the data of a plan, for a lane with another seed.
    var openData: (RunPlan) throws -> any DataSource = { try DataSources.open($0) }
    /// Compares data that were opened again, for a lane with another seed, with the data of its parent;
    /// `nil` compares nothing.
    var checkData: ((_ data: any DataSource, _ parent: Lane) throws -> Void)?
    /// Creates the run of a new lane and returns the lane's setup. If the name is `nil`, the run is named
    /// after its parent and the changes. The closure is `nil` if no lanes can be added.
    var makeRun:
      (
        (
          _ name: String?, _ plan: RunPlan, _ data: any DataSource, _ parent: Lane, [PlanChange]
        ) throws -> Lane.Setup
      )?

    /// Creates the connections of a trainer to which no lanes can be added.
    public init(
      commands: Mailbox<AddressedCommand>, watchers: Watchers = Watchers(),
      warnings: Mailbox<Warning> = Mailbox()
    ) {
      self.commands = commands
      self.watchers = watchers
      self.warnings = warnings
    }
  }

  /// A warning for the journals of all lanes that train.
  public struct Warning: Sendable {
    /// The kind of the event, such as `threads`.
    public var kind: String
    /// One or more sentences.
    public var message: String
  }
}
