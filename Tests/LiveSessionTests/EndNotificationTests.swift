import Runs
import Testing

@testable import LiveSession

@Suite struct NotificationsOfTheEnd {
  private func isNotified(_ event: TrainingEvent) -> Bool {
    EndNotification(EventLine(run: "one", event: event)) != nil
  }

  @Test func theUserIsNotifiedOfEveryEndButAStopOnRequest() {
    for reason in [TrainingEvent.FinishReason.completed, .plateau, .timeLimit] {
      #expect(isNotified(.finished(step: 5, seconds: 1, reason: reason)))
    }
    #expect(isNotified(.failed(step: 5, message: "The loss is infinite.")))
    #expect(!isNotified(.finished(step: 5, seconds: 1, reason: .stopped)))
    #expect(!isNotified(.paused(step: 5, on: true)))
  }
}
