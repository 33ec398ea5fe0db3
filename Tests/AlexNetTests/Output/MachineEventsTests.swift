import Foundation
import Machine
import Runs
import Testing

@testable import AlexNet

/// The event `machine` among the events of `train --json`.
@Suite struct EventsOfTheMachine {
  @Test func theEventHasAllKnownValues() throws {
    var sample = MachineSample()
    sample.processors = [.init(number: 0, share: 0.5), .init(number: 3, share: 0.25)]
    sample.frequency = 2.6e9
    sample.temperature = 61.25
    sample.processLoad = 1.5
    sample.threads = 13
    sample.residentBytes = 1 << 20
    sample.availableBytes = 3 << 30
    sample.totalBytes = 4 << 30
    sample.group = .init(used: 5, limit: 6)
    sample.freeDiskBytes = 7
    let text = MachineEvents.text(of: sample, run: "first", step: 42)
    #expect(text.hasPrefix(#"{"event":"machine","run":"first","step":42,"load":0.375,"#))
    #expect(text.contains(#""processors":{"0":0.5,"3":0.25}"#))
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(object["hertz"] as? Double == 2.6e9)
    #expect(object["celsius"] as? Double == 61.25)
    #expect(object["processLoad"] as? Double == 1.5)
    #expect(object["totalBytes"] as? Int == 4 << 30)
    #expect(object["groupLimitBytes"] as? Int == 6)
    #expect(object["freeDiskBytes"] as? Int == 7)
    // Programs that read the events of runs ignore it.
    #expect(try EventLine.Parser().parse(text) == nil)
  }

  @Test func unknownValuesAreMissing() {
    #expect(
      MachineEvents.text(of: MachineSample(), run: "a", step: 1)
        == #"{"event":"machine","run":"a","step":1}"#)
  }

  @Test func theOptionNeedsJSON() throws {
    for options in [[], ["--quiet"]] {
      let result = try Program.run(["train", "--machine"] + options)
      #expect(result.status == 2)
      #expect(result.errorText.contains("--machine adds events to those of --json"))
    }
  }
}
