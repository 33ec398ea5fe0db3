import Blueprint
import Runs
import Testing

@testable import AlexNet

@Suite struct ProgressOfTraining {
  private static let widths = [40, 80, 120]
  private static let names = [
    "compact-scenes-1", "compact-scenes-1-no-dropout", "compact-scenes-1-no-lrn-rate-0.001",
    "compact-scenes-1-copy",
  ]

  private static let plan = RunPlan(
    network: .compact(classes: 40, side: 64), data: .scenes, seed: 1, batch: 64,
    length: .steps(10_000), knobs: Knobs(), schedule: .constant, threads: 1, validateEvery: 100)

  private static func step(_ number: Int) -> TrainingEvent {
    .step(
      .init(
        step: number, epoch: 3.1, loss: 0.612, top1: 0.242, top5: 0.1, rate: 0.02,
        imagesPerSecond: 1234, seconds: 1))
  }

  /// Lanes after 1,950 of 10,000 steps, at ten steps a second.
  private static func lanes(_ count: Int) -> [LaneProgress] {
    names.prefix(count).map { name in
      var lane = LaneProgress(name: name, plan: plan)
      lane.update(step(1850), at: 100)
      lane.update(
        .validation(.init(step: 1900, epoch: 3, loss: 1, top1: 0.577, top5: 0.2)), at: 105)
      lane.update(step(1950), at: 110)
      return lane
    }
  }

  /// The texts of one lane, written by hand; 8,050 steps are left, which is 805 seconds.
  @Test(arguments: [
    (40, "step 1,950/10,000  train top-1 err 24.2%"),
    (
      80,
      "step 1,950/10,000  train top-1 err 24.2%  val top-1 err 57.7% @1,900  13:25 left"
    ),
    (
      120,
      "step 1,950  epoch 3.10  train loss 0.612  train top-1 err 24.2%  val top-1 err 57.7% @1,900  "
        + "1,234 images/s  13:25 left"
    ),
    (
      nil,
      "step 1,950/10,000  epoch 3.10  train loss 0.612  train top-1 error 24.2%  "
        + "val top-1 error 57.7% @1,900  1,234 images/s  13:25 left"
    ),
  ])
  func oneLaneIsOneLine(width: Int?, text: String) {
    #expect(ProgressTable(Self.lanes(1)).lines(width: width) == [text])
  }

  @Test(arguments: widths, 1...4)
  func everyLaneIsOneLineThatFits(width: Int, count: Int) {
    let lines = ProgressTable(Self.lanes(count)).lines(width: width)
    #expect(lines.count == count)
    for line in lines {
      #expect(line.columns <= width)
      #expect(line.contains("train top-1 err"))
      #expect(!line.hasSuffix(" "))
    }
  }

  /// The texts of two lanes, written by hand. Their names are cut in the middle.
  @Test(arguments: [
    (40, ["compact…cenes-1  train top-1 error 24.2%", "compact…dropout  train top-1 error 24.2%"]),
    (
      80,
      [
        "compact-scenes-1   step 1,950  train top-1 err 24.2%  val top-1 err 57.7% @1,900",
        "compact-…-dropout  step 1,950  train top-1 err 24.2%  val top-1 err 57.7% @1,900",
      ]
    ),
  ])
  func namesAreCutInTheMiddle(width: Int, texts: [String]) {
    #expect(ProgressTable(Self.lanes(2)).lines(width: width) == texts)
  }

  @Test(arguments: [1, 5, 12, 20, 39])
  func aVeryNarrowTerminalGetsTheBeginning(width: Int) {
    for line in ProgressTable(Self.lanes(3)).lines(width: width) { #expect(line.columns <= width) }
  }

  @Test func aLaneThatHasEndedShowsItsState() {
    var lanes = Self.lanes(2)
    lanes[1].update(.finished(step: 1950, seconds: 9, reason: .stopped), at: 111)
    let lines = ProgressTable(lanes).lines(width: 120)
    #expect(!lines[0].contains("stopped") && lines[1].contains("  stopped  "))
    #expect(lines[0].hasSuffix(" left") && !lines[1].hasSuffix(" left"))
    lanes[0].update(.paused(step: 1950, on: true), at: 112)
    #expect(ProgressTable(lanes).lines(width: 120)[0].contains("  paused  "))
    lanes[0].update(.paused(step: 1950, on: false), at: 200)
    #expect(!ProgressTable(lanes).lines(width: 120)[0].contains("paused"))
  }

  /// The time of a pause does not count for the speed, and a time limit can be earlier than the planned end.
  @Test func theTimeLeftIsThatOfTheNextEnd() {
    var lane = Self.lanes(1)[0]
    lane.update(.paused(step: 1950, on: true), at: 110)
    lane.update(.paused(step: 1950, on: false), at: 1000)
    #expect(lane.secondsLeft == nil)
    lane.update(Self.step(1951), at: 1001)
    lane.update(Self.step(1961), at: 1011)
    #expect(lane.secondsLeft == 8039)
    guard case .step(var step) = Self.step(1971) else { return }
    step.secondsLeft = 60
    lane.update(.step(step), at: 1021)
    #expect(lane.secondsLeft == 60)
  }

  /// The screen of a terminal with the control sequences of `TerminalBlock` alone.
  private struct Screen {
    var rows = [""]
    var row = 0

    mutating func write(_ text: String) {
      var rest = text[...]
      while let character = rest.popFirst() {
        switch character {
        case "\n":
          row += 1
          if row == rows.count { rows.append("") }
        case "\r": break
        case "\u{1b}":
          let sequence = rest.prefix { !$0.isLetter }
          let command = rest.dropFirst(sequence.count).first
          rest = rest.dropFirst(sequence.count + 1)
          switch command {
          case "A": row -= Int(sequence.dropFirst()) ?? 1
          case "J":
            rows = Array(rows[...row])
            rows[row] = ""
          default: rows[row] = ""
          }
        default: rows[row].append(character)
        }
      }
    }
  }

  @Test func linesAreDrawnInTheirPlace() {
    var screen = Screen()
    var block = TerminalBlock()
    screen.write("before\n")
    screen.write(block.drawing(["a 1", "b 1", "c 1"], width: 80))
    screen.write(block.drawing(["a 2", "b 2", "c 2"], width: 80))
    #expect(screen.rows == ["before", "a 2", "b 2", "c 2"])
    screen.write(block.removing() + "an event\n")
    screen.write(block.drawing(["a 3", "b 3", "c 3"], width: 80))
    #expect(screen.rows == ["before", "an event", "a 3", "b 3", "c 3"])
    // After a change of the width nothing is overwritten.
    screen.write(block.drawing(["a 4", "b 4", "c 4"], width: 60))
    #expect(screen.rows == ["before", "an event", "a 3", "b 3", "c 3", "a 4", "b 4", "c 4"])
    screen.write(block.removing() + "an event\n")
    #expect(screen.rows == ["before", "an event", "a 3", "b 3", "c 3", "an event", ""])
    screen.write(block.drawing(["a 5", "b 5"], width: 60) + block.leaving() + "the end\n")
    #expect(screen.rows.suffix(4) == ["a 5", "b 5", "the end", ""])
  }
}
