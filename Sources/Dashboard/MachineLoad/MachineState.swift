import Machine

/// The load of the machine that trains, as the panel of the machine shows it.
struct MachineState: Equatable, Sendable {
  /// The latest sample; `nil` before the first, and for recorded runs.
  private(set) var sample: MachineSample?
  /// The size of the latest checkpoint of the run in focus in bytes; `nil` before it.
  private(set) var checkpointBytes: Int?
  /// The mean loads of the processors, 0…1, the latest last.
  private(set) var loads: [Double] = []

  /// The number of loads that are kept.
  static let maximumLoads = 300

  mutating func add(_ sample: MachineSample, checkpointBytes: Int?) {
    self.sample = sample
    self.checkpointBytes = checkpointBytes
    guard let load = sample.load else { return }
    loads.append(load)
    if loads.count > Self.maximumLoads { loads.removeFirst(loads.count - Self.maximumLoads) }
  }
}

extension DashboardState {
  /// The least number of rows of a terminal on whose live screen the panel stands beside the others.
  static let leastMachineHeight = 50

  /// True while the load of the machine is shown: samples are wanted.
  public var showsMachine: Bool {
    guard canShowMachine, screen == .live else { return false }
    return enlarged == .machine
      || enlarged == nil && surface.height >= Self.leastMachineHeight && surface.width >= 100
  }

  /// True if a trainer works on this machine. Recorded runs have none.
  var canShowMachine: Bool { !everyLaneHasEnded }

  /// Shows the panel of the machine on the whole live screen, or closes it.
  mutating func toggleMachine() {
    guard canShowMachine else { return showNotice(NoticeText.noMachine) }
    enlarged = enlarged == .machine ? nil : .machine
  }
}
