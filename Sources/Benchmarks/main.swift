// What is claimed of learning, measured.
//
//   Benchmarks [scenes | FOLDER] [SECONDS] [NETWORK] [BATCH] [RATE]
//       Trains with the program's defaults for a given time and prints validation errors and the
//       share of kernels that are no longer noise.
//   Benchmarks drawing [SECONDS]
//       How many of the built-in scenes one thread draws a second, of either size.
//   Benchmarks errors [NETWORK] [BATCH]
//       How far Winograd's algorithm and bfloat16 are from direct sums in single precision, in one
//       step of the same network on the same images, layer by layer.
//   Benchmarks curves [scenes | FOLDER] [STEPS] [SEEDS]
//       Trains the compact network in each precision from each seed and compares what becomes of it.
//   Benchmarks frames [STEPS] [RUNS] [STEPS OF EACH]
//       How long the dashboard takes to draw each of its screens after so long a history.
//   Benchmarks snapshots [NETWORK] [SECONDS]
//       What each screen's looks at the network cost the trainer.
//   Benchmarks soak [kills | damage | watching | memory] [COUNT or SECONDS]
//       The long trials of runs that survive, of the real program; all of them without a word.

import Foundation

/// The words of the command line, one after the other.
struct Words {
  private var rest = Array(CommandLine.arguments.dropFirst())

  mutating func next(_ usual: String) -> String { rest.isEmpty ? usual : rest.removeFirst() }

  mutating func number<Number: LosslessStringConvertible & Comparable & Numeric>(
    _ usual: Number
  ) -> Number {
    guard !rest.isEmpty else { return usual }
    let word = rest.removeFirst()
    guard let number = Number(word), number > 0 else { refuse(word) }
    return number
  }

  mutating func takes(_ word: String) -> Bool {
    guard rest.first == word else { return false }
    rest.removeFirst()
    return true
  }

  func end() { if let word = rest.first { refuse(word) } }

  private func refuse(_ word: String) -> Never {
    stop("'\(word)' is not understood: main.swift says what is", status: 2)
  }
}

func stop(_ problem: String, status: Int32) -> Never {
  FileHandle.standardError.write(Data("Benchmarks: \(problem)\n".utf8))
  exit(status)
}

var words = Words()
do {
  if words.takes("errors") {
    let errors = PrecisionErrors(network: words.next("paper"), batch: words.number(32))
    words.end()
    try errors.run()
  } else if words.takes("curves") {
    let curves = PrecisionCurves(
      data: words.next("scenes"), steps: words.number(1000), seeds: words.number(3))
    words.end()
    try curves.run()
  } else if words.takes("frames") {
    let frames = Frames(
      steps: words.number(200_000), runs: words.number(20), runSteps: words.number(50_000))
    words.end()
    try frames.run()
  } else if words.takes("glimpses") {
    let snapshots = SnapshotCosts(network: words.next("compact"), seconds: words.number(30))
    words.end()
    try snapshots.run()
  } else if words.takes("drawing") {
    let drawing = SceneDrawing(seconds: words.number(5))
    words.end()
    try drawing.run()
  } else if words.takes("soak") {
    var soak = Soak(trials: Soak.Trial.allCases, count: nil, seconds: 3600)
    if let trial = Soak.Trial.allCases.first(where: { words.takes($0.rawValue) }) {
      soak.trials = [trial]
      if trial == .memory {
        soak.seconds = words.number(soak.seconds)
      } else {
        let count = words.number(0)
        soak.count = count > 0 ? count : nil
      }
    }
    words.end()
    try soak.run()
  } else {
    var learning = Learning(
      data: words.next("scenes"), seconds: words.number(180), network: words.next("compact"))
    // 0 stands for the default: no number given is 0.
    let batch: Int = words.number(0)
    let rate: Double = words.number(0)
    (learning.batch, learning.rate) = (batch > 0 ? batch : nil, rate > 0 ? rate : nil)
    words.end()
    try learning.run()
  }
} catch {
  stop("\(error)", status: 1)
}
