import Blueprint
import Foundation
import Runs
import Testing

@Suite struct EventLineTests {
  private let parser = EventLine.Parser()

  @Test(arguments: TrainingEvent.all + [.renamed(step: 5, name: "another-name")])
  func everyEventIsReadBack(event: TrainingEvent) throws {
    let line = EventLine(run: "compact-scenes-1", event: event)
    #expect(!line.text.contains("\n"))
    #expect(try parser.parse(line.text) == line)
  }

  @Test func fieldsHaveTheNamesAndOrderOfTheContract() {
    #expect(
      EventLine(run: "r", event: .step(7)).text
        == #"{"event":"step","run":"r","step":7,"epoch":0.5,"loss":2.5,"top1":0.75,"top5":0.25,"#
        + #""rate":0.02,"imagesPerSecond":812.5,"seconds":12.25,"waited":0.125}"#)
    #expect(
      EventLine(run: "r", event: .validation(7, top1: 0.5, top5: 0.25)).text
        == #"{"event":"validation","run":"r","step":7,"epoch":1.0,"loss":1.5,"top1":0.5,"#
        + #""top5":0.25}"#)
    #expect(
      EventLine(run: "r", event: .finished(step: 9, seconds: 1.5, reason: .stopped)).text
        == #"{"event":"finished","run":"r","step":9,"seconds":1.5,"reason":"stopped"}"#)
  }

  @Test func aStepOfASessionWithATimeLimitHasTheTimeLeft() throws {
    var step = TrainingEvent.Step(
      step: 7, epoch: 0.5, loss: 2.5, top1: 0.75, top5: 0.25, rate: 0.02, imagesPerSecond: 812.5,
      seconds: 12.25, secondsLeft: 587.5)
    let text = EventLine(run: "r", event: .step(step)).text
    #expect(text.hasSuffix(#","waited":0.0,"secondsLeft":587.5}"#))
    #expect(try parser.parse(text)?.event == .step(step))
    step.secondsLeft = nil
    #expect(!EventLine(run: "r", event: .step(step)).text.contains("secondsLeft"))
  }

  @Test func startedHasTheFieldsOfTheContract() throws {
    let text = EventLine(run: "compact-scenes-1", event: .started).text
    #expect(text.hasPrefix(#"{"event":"started","run":"compact-scenes-1","network":"compact","#))
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(
      Set(object.keys) == [
        "event", "run", "network", "parameters", "data", "classes", "trainImages",
        "validationImages", "seed", "time", "plan",
      ])
    #expect(
      object["classes"] as? [String] == ["striped \"star\"", "dotted\tring\n", "Mond \\ 🌙\u{1}"])
  }

  @Test func theRanksOfAJobAreRecorded() throws {
    guard case .started(var started) = TrainingEvent.started else {
      Issue.record("the fixture is not a start")
      return
    }
    var resumed = TrainingEvent.Resumed(
      step: 4, knobs: Knobs(), length: .endless, time: 1_790_000_001)
    (started.ranks, started.columns) = (4, 2)
    (resumed.ranks, resumed.columns) = (6, 2)
    started.isHybrid = true
    for event in [TrainingEvent.started(started), .resumed(resumed)] {
      let line = EventLine(run: "compact-scenes-1", event: event)
      #expect(try parser.parse(line.text) == line)
    }
    #expect(
      EventLine(run: "r", event: .resumed(resumed)).text.hasSuffix(#""ranks":6,"columns":2}"#))
    (resumed.columns, resumed.isHybrid) = (nil, true)
    let line = EventLine(run: "r", event: .resumed(resumed))
    #expect(line.text.hasSuffix(#""ranks":6,"hybrid":true}"#))
    #expect(try parser.parse(line.text) == line)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func aLossThatIsNotFiniteIsReadBack(loss: Double) throws {
    let text = EventLine(run: "r", event: .step(1, loss: loss)).text
    _ = try JSONSerialization.jsonObject(with: Data(text.utf8))
    guard case .step(let step) = try parser.parse(text)?.event else {
      Issue.record("no step in \(text)")
      return
    }
    #expect(step.loss == loss || (loss.isNaN && step.loss.isNaN))
  }

  @Test func numbersOfAStepAreInSinglePrecision() throws {
    let step = TrainingEvent.Step(
      step: 1_234_567, epoch: 123.456_789_123, loss: Double(Float(2.302_585)), top1: 1 - 1.0 / 3,
      top5: 1.0 / 3, rate: 0.02 / 10 * 1.1 * 1.1, imagesPerSecond: 1234.567_891_2,
      seconds: 123_456.789_123, waited: 1_234.567_89)
    let text = EventLine(run: "compact-scenes-12", event: .step(step)).text
    guard case .step(let read) = try parser.parse(text)?.event else {
      Issue.record("no step in \(text)")
      return
    }
    // Losses of two runs are compared bit for bit.
    #expect(Float(read.loss) == Float(step.loss))
    for (found, expected) in [
      (read.epoch, step.epoch), (read.top1, step.top1), (read.top5, step.top5),
      (read.rate, step.rate), (read.imagesPerSecond, step.imagesPerSecond),
      (read.seconds, step.seconds), (read.waited, step.waited),
    ] {
      #expect(abs(found - expected) <= 1e-7 * expected)
    }
  }

  @Test func unknownFieldsAndEventsAreIgnored() throws {
    let paused =
      #"{"mood": [1, {"a": null}], "on": true, "run": "r", "step": 3, "event": "paused"}"#
    #expect(try parser.parse(paused) == EventLine(run: "r", event: .paused(step: 3, on: true)))
    #expect(try parser.parse(#"{"event":"compared","run":"r","step":3,"path":"x"}"#) == nil)
  }

  @Test(arguments: ["", "{", "[]", "{}", #"{"event":"step","run":"r","step":"one"}"#])
  func aLineWithoutAnEventIsAnError(text: String) {
    #expect(throws: RunsError.self) { try parser.parse(text) }
  }
}
