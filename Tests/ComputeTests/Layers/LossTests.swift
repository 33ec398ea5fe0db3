import Blueprint
import COneDNN
import Glibc
import Testing

extension ComputeSuites {
  @Suite struct Loss {
    private func run(
      _ logits: [Float], labels: [Int32], rows: Int, classes: Int
    ) -> (score: od_score, gradient: [Float]) {
      // Initial values that must not remain.
      var gradient = Array(repeating: Float.nan, count: rows * classes)
      let score = od_softmax_loss(
        logits, labels, rows, labels.count, labels.count, classes, &gradient)
      return (score, gradient)
    }

    @Test(arguments: [(1, 1, 2), (5, 5, 10), (16, 11, 10), (7, 7, 1000), (3, 0, 4), (4, 4, 3)])
    func theLossEqualsTheNaiveLoss(rows: Int, valid: Int, classes: Int) {
      var random = Noise(seed: UInt64(rows))
      let logits = (rows * classes).of { Float(random.next(in: -8...8)) }
      let labels = valid.of { Int32(random.next(in: 0...Double(classes - 1)).rounded()) }
      let fast = run(logits, labels: labels, rows: rows, classes: classes)
      let slow = NaiveSoftmaxLoss.run(
        Volume(images: rows, shape: Shape(channels: classes), values: logits.map(Double.init)),
        labels: labels)
      #expect(abs(fast.score.loss - slow.loss) <= 1e-6 * slow.loss)
      #expect(Int(fast.score.top1) == slow.top1Errors)
      #expect(Int(fast.score.top5) == slow.top5Errors)
      #expect(distance(fast.gradient, slow.gradient.values) < 1e-6)
    }

    /// The probabilities for logits of (0, ln 3) are (1/4, 3/4).
    @Test func theLossIsMinusTheLogarithmOfTheLabelsProbability() {
      let (score, gradient) = run([0, log(3)], labels: [0], rows: 1, classes: 2)
      #expect(abs(score.loss - log(4)) < 1e-7)
      #expect(score.top1 == 1)
      #expect(score.top5 == 0)
      #expect(abs(gradient[0] + 0.75) < 1e-7 && abs(gradient[1] - 0.75) < 1e-7)
    }

    @Test func largeLogitsDoNotOverflow() {
      let (score, gradient) = run([3e38, -3e38, 2e38], labels: [0], rows: 1, classes: 3)
      #expect(score.loss == 0)
      #expect(gradient == [0, 0, 0])
    }

    /// A network whose logits are all equal is right by chance only.
    @Test func equalLogitsAreRankedByNumber() {
      let labels = (0..<8).map(Int32.init)
      let (score, _) = run(
        Array(repeating: 0.5, count: 64), labels: labels, rows: 8, classes: 8)
      #expect(score.top1 == 7)
      #expect(score.top5 == 3)
      #expect(abs(score.loss - 8 * log(8)) < 1e-6)
    }

    @Test func aDivergedNetworkIsAlwaysWrong() {
      for bad in 0..<6 {
        for label in 0..<6 {
          var logits: [Float] = [1, 2, 3, 4, 5, 6]
          logits[bad] = .nan
          let (score, _) = run(logits, labels: [Int32(label)], rows: 1, classes: 6)
          #expect(score.loss.isNaN)
          #expect(score.top1 == 1)
        }
      }
      let (score, _) = run(
        Array(repeating: .nan, count: 6), labels: [0], rows: 1, classes: 6)
      #expect(score.top5 == 1)
    }

    @Test func imagesWithoutALabelDoNotCount() {
      let logits: [Float] = [1, 2, 3, 4, .nan, .nan]
      let (score, gradient) = run(logits, labels: [1, 0], rows: 3, classes: 2)
      #expect(score.loss.isFinite)
      #expect(score.top1 == 1)
      #expect(Array(gradient[4...]) == [0, 0])
      // The mean is over two images, not over three.
      #expect(abs(gradient[0] - Float(1 / (1 + exp(1.0)) / 2)) < 1e-7)
    }
  }

  @Suite struct MomentumSGD {
    @Test(arguments: [1, 2], [1, 15, 16, 8191, 8192, 100_003])
    func theUpdateEqualsTheNaiveUpdate(threads: Int, count: Int) {
      od_set_threads(Int32(threads))
      var random = Noise(seed: UInt64(count))
      var weights = count.of { Float(random.next(in: -1...1)) }
      var momentumBuffer = count.of { Float(random.next(in: -0.1...0.1)) }
      let gradient = count.of { Float(random.next(in: -1...1)) }
      var twin = NaiveParameter(
        values: weights.map(Double.init), gradient: gradient.map(Double.init),
        momentumBuffer: momentumBuffer.map(Double.init))
      twin.update(Knobs(rate: 0.01, momentum: 0.9, decay: 0.0005))
      od_sgd(&weights, &momentumBuffer, gradient, count, 0.01, 0.9, 0.0005)
      #expect(distance(momentumBuffer, twin.momentumBuffer) < 2e-7)
      #expect(distance(weights, twin.values) < 1e-7)
    }

    /// All values are exact: ε = 1/8, decay 1/2, momentum 3/4 and a gradient of 2 result in
    /// v = −1/16 − 1/4 = −5/16, w = 11/16; then v = −15/64 − 11/256 − 1/4 = −135/256.
    @Test func twoUpdatesEqualThoseComputedByHand() {
      var (weights, momentumBuffer): ([Float], [Float]) = ([1], [0])
      for _ in 1...2 { od_sgd(&weights, &momentumBuffer, [2], 1, 0.125, 0.75, 0.5) }
      #expect(momentumBuffer == [-135.0 / 256])
      #expect(weights == [11.0 / 16 - 135.0 / 256])
    }
  }
}
