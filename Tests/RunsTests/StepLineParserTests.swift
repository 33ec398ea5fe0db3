import Foundation
import Testing

@testable import Runs

@Suite struct StepLineParserTests {
  private func read(_ text: String) -> TrainingEvent.Step? {
    let bytes = Array(text.utf8) + [0x0a]
    return bytes.withUnsafeBufferPointer {
      StepLineParser.step(UnsafeBufferPointer(rebasing: $0.dropLast()))
    }
  }

  /// The result of the plain parser.
  private func parsed(_ text: String) -> TrainingEvent? {
    try? EventLine.Parser().event(text)
  }

  private func isSame(_ one: TrainingEvent.Step, _ other: TrainingEvent.Step) -> Bool {
    func values(_ step: TrainingEvent.Step) -> [UInt64] {
      [
        step.epoch, step.loss, step.top1, step.top5, step.rate, step.imagesPerSecond,
        step.seconds, step.waited, step.secondsLeft ?? -1,
      ].map { $0.isNaN ? .max : $0.bitPattern }
    }
    return one.step == other.step && values(one) == values(other)
  }

  private func anyNumber(_ generator: inout some RandomNumberGenerator) -> Double {
    switch Int.random(in: 0..<10, using: &generator) {
    case 0:
      [
        0, -0.0, 1, .nan, .infinity, -.infinity, .leastNonzeroMagnitude,
        .greatestFiniteMagnitude, 1e22, 1e23, 9_007_199_254_740_992,
      ].randomElement(using: &generator)!
    case 1: Double(bitPattern: .random(in: 0...(.max), using: &generator))
    case 2: Double(Int.random(in: -1000...1000, using: &generator))
    case 3: .random(in: 0...1e-9, using: &generator)
    default: .random(in: 0...10, using: &generator)
    }
  }

  @Test func bothParsersReadWrittenLinesAlike() throws {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<20_000 {
      let step = TrainingEvent.Step(
        step: .random(in: 0...(1 << 40), using: &generator), epoch: anyNumber(&generator),
        loss: anyNumber(&generator), top1: anyNumber(&generator), top5: anyNumber(&generator),
        rate: anyNumber(&generator), imagesPerSecond: anyNumber(&generator),
        seconds: anyNumber(&generator), waited: anyNumber(&generator),
        secondsLeft: Bool.random(using: &generator) ? anyNumber(&generator) : nil)
      let isOld = Bool.random(using: &generator)
      let text =
        isOld ? EventLine(run: "r-1", event: .step(step)).text : JournalLine.text(of: .step(step))
      let fast = try #require(read(text), "\(text)")
      guard case .step(let slow) = parsed(text) else {
        Issue.record("not a step: \(text)")
        return
      }
      #expect(isSame(fast, slow), "\(text)")
    }
  }

  @Test func bothParsersReadChangedLinesAlikeUnlessTheFastOneDeclines() {
    let text = JournalLine.text(of: .step(12_345, loss: 2.302_585_092_994_045_7))
    var generator = SystemRandomNumberGenerator()
    let letters = Array(#"{}[]":,.0123456789-+eE nafiwtrue\"#.utf8)
    var fastCount = 0
    for _ in 0..<20_000 {
      var bytes = Array(text.utf8)
      for _ in 0..<Int.random(in: 1...3, using: &generator) where bytes.count > 1 {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes.remove(at: place)
        case 1: bytes.insert(letters.randomElement(using: &generator)!, at: place)
        case 2: bytes.removeSubrange(place...)
        default: bytes[place] = letters.randomElement(using: &generator)!
        }
      }
      let line = String(decoding: bytes, as: UTF8.self)
      guard let fast = read(line) else { continue }
      fastCount += 1
      guard case .step(let slow) = parsed(line) else {
        Issue.record("the plain parser refuses \(line)")
        return
      }
      #expect(isSame(fast, slow), "\(line)")
    }
    #expect(fastCount > 300)
  }

  @Test(arguments: [
    #"{"event":"step","run":"r","step":01,"epoch":0.5,"loss":1,"top1":1,"top5":1,"rate":1,"imagesPerSecond":1,"seconds":1}"#,
    #"{"event":"step","run":"r","step":1,"epoch":.5,"loss":1,"top1":1,"top5":1,"rate":1,"imagesPerSecond":1,"seconds":1}"#,
    #"{"event":"step","run":"r","step":1,"epoch":1e999,"loss":1,"top1":1,"top5":1,"rate":1,"imagesPerSecond":1,"seconds":1}"#,
    #"{"event":"step","run":"r\"","step":1,"epoch":1,"loss":1,"top1":1,"top5":1,"rate":1,"imagesPerSecond":1,"seconds":1}"#,
    #"{"event":"step","run":"r","step":1,"epoch":1,"loss":1,"top1":1,"top5":1,"rate":1,"imagesPerSecond":1,"seconds":1,"mood":1}"#,
    #"{"step":1,"event":"step"}"#, "", "{",
  ])
  func otherFormsAreLeftToThePlainParser(text: String) {
    #expect(read(text) == nil)
  }

  @Test func olderLinesLackTheWaitingTime() {
    let text =
      #"{"event":"step","run":"r","step":1,"epoch":0.5,"loss":2,"top1":1,"top5":0.5,"rate":1e-05,"#
      + #""imagesPerSecond":1,"seconds":3}"#
    #expect(read(text)?.waited == 0)
    #expect(read(text)?.rate == 1e-5)
  }

  @Test func anEventIsSmallInMemory() {
    #expect(MemoryLayout<TrainingEvent>.stride <= 88)
  }
}
