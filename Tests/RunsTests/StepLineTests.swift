import Testing

@testable import Runs

@Suite struct StepLines {
  private func fast(_ text: String) -> EventLine? {
    Array(text.utf8).withUnsafeBufferPointer(StepLine.event)
  }

  /// With a blank behind it a line is for the reader of JSON.
  private func slow(_ text: String) throws -> EventLine? {
    try EventLine.Parser().parse(text + " ")
  }

  @Test func theyAreReadAsAReaderOfJSONReadsThem() throws {
    for (step, number) in [
      (1, 0.1 + 0.2), (999_999_999_999, 1e-300), (0, 123_456_789.123),
      (7, Double.leastNonzeroMagnitude), (8, 1e22),
      (9, -0.0),
    ] {
      let text = EventLine(
        run: "compact-scenes-1",
        event: .step(
          .init(
            step: step, epoch: number, loss: number, top1: 1, top5: 0, rate: number,
            imagesPerSecond: number, seconds: number, waited: number))
      ).text
      let line = try #require(fast(text))
      #expect(try line == slow(text))
    }
  }

  @Test func allElseIsForAReaderOfJSON() throws {
    let text = EventLine(run: "r", event: .step(1)).text
    #expect(fast(text) != nil)
    for event in TrainingEvent.all {
      if case .step = event { continue }
      #expect(fast(EventLine(run: "r", event: event).text) == nil)
    }
    for changed in [
      text + " ", String(text.dropLast()), text.replacing("2.5", with: "\"nan\""),
      text.replacing("\"r\"", with: "\"\\u0072\""), text.replacing("2.5", with: "2.5.5"),
      text.replacing("\"step\":1,", with: "\"step\":99999999999999999999,"), "",
    ] {
      #expect(fast(changed) == nil, "\(changed)")
    }
  }

  @Test func aPartOfAJournalIsReadByPlaces() throws {
    let folder = try TemporaryFolder()
    let run = try folder.store.create(.example(), data: "scenes")
    let journal = try run.openJournal()
    var places = [0]
    for step in 1...5 {
      try journal.append(.step(step))
      places.append(journal.place.bytes)
    }
    #expect(try run.recording(from: places[2], upTo: places[4]).events == [.step(3), .step(4)])
    #expect(try run.recording(from: places[5], upTo: .max).events.isEmpty)
    #expect(try run.recording(from: places[5] + 100, upTo: 3).events.isEmpty)
    #expect(try run.recording(from: 0, upTo: places[1] + 3).hasTornTail)
  }
}
