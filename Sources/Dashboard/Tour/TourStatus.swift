import DisplayText
import TerminalUI

/// The state of a task of the tour.
enum TourStatus: Equatable {
  /// The key has its effect.
  case ready
  /// The key is to be pressed later, or has been pressed. The text names what is awaited.
  case waiting(String)
  /// The key has no effect on this run. The text is the reason.
  case impossible(String)
  /// Another screen is shown, where the key has another meaning.
  case elsewhere
}

extension DashboardState {
  /// Returns the state of a task.
  func status(of task: TourTask) -> TourStatus {
    guard isAtPlace(of: task) else { return .elsewhere }
    switch task.goal {
    case .pressed, .screen:
      if task.screen == .live, lanes.count == 1, lane.latest == nil, !lane.hasEnded {
        return .waiting("The first step is awaited.")
      }
      return .ready
    case .otherKernel: return kernelStatus
    case .played: return timelineStatus
    case .dropout: return dropoutStatus
    case .fork: return forkStatus
    case .otherLayer: return imageStatus
    }
  }

  /// True on the screen of a task. On a low terminal an enlarged chart takes the place of a panel.
  func isAtPlace(of task: TourTask) -> Bool {
    switch task.goal {
    // The playback and the fork continue on other screens.
    case .fork where tour.walk?.isForkRequested == true: true
    default: screen == task.screen || chart(for: task).map(isEnlarged) ?? false
    }
  }

  private func isEnlarged(_ quantities: Set<ChartQuantity>) -> Bool {
    screen == .charts && charts.enlarged == quantities
  }

  /// Returns the chart that shows the same as the panel of a task; `nil` for other tasks.
  func chart(for task: TourTask) -> Set<ChartQuantity>? {
    switch task.targets.first {
    case .loss: [.loss]
    case .error: [.top1, .top5]
    case .run, .lanes, .kernelSheet, .kernel, .timeline, .comparison, .image, nil: nil
    }
  }

  private var kernelStatus: TourStatus {
    if lane.plan != nil, firstConvolution == nil { return .impossible(kernelsAbsence) }
    guard kernels.analysis == nil else { return .ready }
    return lane.hasEnded ? .impossible(kernelsAbsence) : .waiting(kernelsAbsence)
  }

  private var timelineStatus: TourStatus {
    let count = kernelsTrack.records.count
    if timeline.playback != nil {
      return .waiting(
        "Playing\(kernelsTrack.index.map { ": record \($0 + 1) of \(count)" } ?? "").")
    }
    guard count < 2 else { return .ready }
    if lane.plan != nil, firstConvolution == nil { return .impossible(kernelsAbsence) }
    guard !lane.hasEnded else { return .impossible("This run has too few records to play.") }
    let step = NumberText.grouped(lane.step)
    return .waiting("\(count) of the 2 records that a playback needs, at step \(step).")
  }

  private var dropoutStatus: TourStatus {
    if let reason = unchangeable { return reason }
    guard lane.dropout.exists else { return .impossible("This network has no dropout layer.") }
    return lane.dropout.requested.map { on in
      .waiting("Dropout \(on ? "on" : "off") is requested: the trainer does it after this step.")
    } ?? .ready
  }

  private var forkStatus: TourStatus {
    if tour.walk?.isForkRequested == true {
      return .waiting("The copy is requested: it begins after the current step.")
    }
    return unchangeable ?? .ready
  }

  /// The reason for which the lane in focus cannot be changed now; `nil` if it can.
  private var unchangeable: TourStatus? {
    if !interruptedLanes.isEmpty { return .impossible("The run is interrupted: P resumes it.") }
    if lane.hasEnded { return .impossible("The run has ended, and cannot be changed.") }
    if lane.isStopping { return .impossible("The run is stopping.") }
    if lane.phase == .preparing { return .waiting("The run is being prepared.") }
    return nil
  }

  private var imageStatus: TourStatus {
    if let problem = checkpointAnswer?.problem { return .impossible(problem) }
    guard imageAnalysis == nil else { return .ready }
    return .waiting("The image is awaited from the trainer.")
  }
}
