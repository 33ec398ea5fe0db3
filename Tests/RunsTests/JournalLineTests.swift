import Foundation
import Testing

@testable import Runs

@Suite struct JournalLineTests {
  private func line(_ event: TrainingEvent) -> [UInt8] {
    Array((JournalLine.text(of: event) + "\n").utf8)
  }

  private func unsigned(_ event: TrainingEvent) -> [UInt8] {
    Array((EventLine(run: "compact-scenes-1", event: event).text + "\n").utf8)
  }

  @Test(arguments: TrainingEvent.all)
  func everyEventIsReadBack(event: TrainingEvent) throws {
    #expect(Recording(bytes: line(event)).events == [event])
    // The length of the line in the journal follows from the text that a trainer sends.
    let sent = EventLine(run: "compact-scenes-1", event: event)
    #expect(sent.journalByteCount(textByteCount: sent.text.utf8.count) == line(event).count)
    _ = try JSONSerialization.jsonObject(with: Data(line(event)))
  }

  /// Python: `zlib.crc32(line.split(b',"crc"')[0])`.
  @Test func theChecksumCoversEverythingBeforeIt() {
    #expect(
      JournalLine.text(of: .paused(step: 3, on: true))
        == #"{"event":"paused","step":3,"on":true,"crc":"44e00945"}"#)
  }

  /// Each byte of an event's line is replaced by every other byte (in the longest lines, each bit is
  /// flipped), between two undamaged lines. The damage is reported, and the other lines are read.
  @Test(arguments: TrainingEvent.all)
  func everyChangedByteIsReported(event: TrainingEvent) {
    let (before, after) = (line(.step(1)), line(.step(3)))
    let middle = line(event)
    var bytes = before + middle + after
    let whole = Recording(bytes: bytes)
    #expect(whole.events.count == 3 && whole.damage == nil)
    let changes = middle.count < 500 ? Array(1...255) : (0..<8).map { UInt8(1) << $0 }
    var (unreported, lost) = (0, 0)
    for place in before.count..<before.count + middle.count {
      let byte = bytes[place]
      for change in changes {
        bytes[place] = byte ^ change
        let found = Recording(bytes: bytes)
        if found.damage == nil { unreported += 1 }
        // Without the newline, the next line is part of the damaged one.
        let isNewline = place == before.count + middle.count - 1
        if !found.events.contains(whole.events[0])
          || !isNewline && found.events.last != whole.events[2]
        {
          lost += 1
        }
      }
      bytes[place] = byte
    }
    #expect(unreported == 0)
    #expect(lost == 0)
  }

  /// The first line can lose its checksum without a report if nothing else in it changes.
  @Test func aChangedByteOfTheFirstLineIsReportedOrHarmless() {
    var bytes = line(.step(1)) + line(.step(2))
    let whole = Recording(bytes: bytes)
    var wrong = 0
    for place in bytes.indices {
      let byte = bytes[place]
      for change in UInt8(1)...255 {
        bytes[place] = byte ^ change
        let found = Recording(bytes: bytes)
        if found.damage == nil, found != whole { wrong += 1 }
      }
      bytes[place] = byte
    }
    #expect(wrong == 0)
  }

  @Test func olderJournalsHaveNoChecksumsAndCanContinueWithThem() {
    let old = unsigned(.started) + unsigned(.step(1))
    #expect(Recording(bytes: old).events == [.started, .step(1)])
    #expect(Recording(bytes: old).damage == nil)
    let both = Recording(bytes: old + line(.step(2)))
    #expect(both.events == [.started, .step(1), .step(2)])
    #expect(both.damage == nil)
  }

  @Test func aLineWithoutAChecksumAfterOneWithItIsDamaged() {
    let recording = Recording(bytes: line(.step(1)) + unsigned(.step(2)) + line(.step(3)))
    #expect(recording.events == [.step(1), .step(3)])
    #expect(recording.damagedLines == [2])
  }

  /// The numbers are those of a late step of the paper's network.
  @Test func aStepTakesAtMostTwoHundredBytes() {
    let step = TrainingEvent.Step(
      step: 1_234_567, epoch: 123.456_79, loss: Double(Float(6.907_755_3)), top1: 1 - 1.0 / 128,
      top5: 1.0 / 128, rate: 0.01 / 10 * 0.8, imagesPerSecond: 1234.6, seconds: 604_800.123_4,
      waited: 1234.567_8)
    #expect(line(.step(step)).count <= 200)
  }
}
