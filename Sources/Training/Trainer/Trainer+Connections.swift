import Blueprint
import Channels
import Images

extension Trainer {
  /// The connections of a trainer with the rest of the process: where commands and warnings come from,
  /// where snapshots go, and how new lanes get their runs.
  public struct Connections {
    /// The commands for the lanes.
    public var commands: Mailbox<AddressedCommand>
    /// The receivers of snapshots.
    public var watchers: Watchers
    /// Warnings from outside of the training, for the journals of all lanes.
    public var warnings: Mailbox<Warning>
    /// Checks data that were opened for a lane with a seed of its own against the data of its parent;
    /// `nil` checks nothing.
    var checkData: ((_ data: any DataSource, _ parent: Lane) throws -> Void)?
    /// Creates the run of a new lane and returns the lane's setup. A name of `nil` stands for one made of
    /// the parent's name and the changes. `nil` if no lanes can be added.
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
