// The five lessons. Their measurements are those of the table in AlexNet.docc, LanesAndLessons.md.

extension Lesson {
  /// Returns the lesson with a name.
  public static func named(_ name: Name) -> Lesson {
    switch name {
    case .dropout: dropout
    case .lrn: lrn
    case .relu: relu
    case .overlap: overlap
    case .rate: rate
    }
  }

  static let dropout = Lesson(
    name: .dropout, title: "overfitting on 1,200 images, with dropout and without",
    setup: Setup(
      steps: 500, validateEvery: 50, limit: 1200,
      augmentation: Augmentation(crop: false, mirror: false)),
    lanes: [[.dropout(0)]],
    curve: Curve(quantity: .top1, source: .gap),
    task: """
      The curve is the validation error minus the training error. Without dropout it rises while the \
      network overfits its few images; with dropout it stays low, and training is slower. s shows both \
      errors, v other quantities, and D switches dropout in the lane in focus.
      """,
    claim: """
      "Without dropout, our network exhibits substantial overfitting. Dropout roughly doubles the \
      number of iterations required to converge." (section 4.2)
      """,
    finding: """
      After 500 steps of 64 scenes without dropout: 70.7% validation error, 25.1% training error; the \
      validation loss is 2.82 (2.35 at step 300). With: 77.4%, 66.9% and 2.31 (2.22 at step 450). \
      Training errors are measured with dropout and so larger.
      """)

  static let lrn = Lesson(
    name: .lrn, title: "with response normalisation and without",
    setup: Setup(steps: 400, validateEvery: 50),
    lanes: [[.lrn(false)]],
    curve: Curve(quantity: .top1, source: .validation),
    task: """
      Is the difference of the validation errors larger than that of two seeds? The last column of the \
      table has it, at the same step; --seed 2 repeats the comparison with another seed. L switches \
      normalisation in the lane in focus, at any step.
      """,
    claim: """
      "Response normalization reduces our top-1 and top-5 error rates by 1.4% and 1.2%", on ImageNet; on \
      CIFAR-10 from 13% to 11%. (section 3.3) Released code, ILSVRC-2012: 40.66% and 18.21% with it \
      (#145), 42.03% and 19.36% without (#148).
      """,
    finding: """
      After 400 steps of 64 scenes: 83.4% validation error with normalisation, 79.1% without. On these \
      images it does not help so early. The result of more steps or other seeds can be different.
      """)

  static let relu = Lesson(
    name: .relu, title: "rectified units and tanh, four layers, three rates each",
    setup: Setup(network: "four-layer", steps: 300, validateEvery: 50),
    lanes: [
      [.rate(0.003)], [.rate(0.03)], [.activation(.tanh)],
      [.activation(.tanh), .rate(0.03)], [.activation(.tanh), .rate(0.1)],
    ],
    curve: Curve(quantity: .top1, source: .training),
    task: """
      The curves are training errors, as in the paper's figure. Which of its rates suits ReLU best, and \
      which tanh? At which step did the faster of these two have the error that the other one has now? \
      The cursor (← →) reads all curves at one step. R changes the rate of the lane in focus.
      """,
    claim: """
      A four-layer network with ReLUs "reaches a 25% training error rate on CIFAR-10 six times faster \
      than an equivalent network with tanh neurons", each with the rate that suits it best. (section \
      3.1, Fig. 1)
      """,
    finding: """
      After 300 steps of 128 scenes the training error (mean of 25 batches) is 63% with ReLU at 0.01, 71% \
      at 0.003, 73% at 0.03; with tanh 51% at 0.03, 72% at 0.01, 77% at 0.1. Here tanh at its best rate is \
      ahead, at step 500 too (33% and 44%). At one rate, 0.01, ReLU is. Seed 1.
      """)

  static let overlap = Lesson(
    name: .overlap, title: "pooling windows with overlap (3/2) and without (2/2)",
    setup: Setup(steps: 400, validateEvery: 50),
    lanes: [[.pooling(.plain)]],
    curve: Curve(quantity: .top1, source: .validation),
    task: """
      Is the difference of the validation errors larger than that of two seeds (--seed 2)? How does the \
      difference to the training error, in the table, develop? The paper found networks with overlap \
      slightly harder to overfit. img/s shows the cost of overlap.
      """,
    claim: """
      Overlapping "reduces the top-1 and top-5 error rates by 0.4% and 0.3%", as compared with s = 2, \
      z = 2; such models are "slightly more difficult to overfit". (section 3.4) Released code, \
      ILSVRC-2012: 40.66% and 18.21% with it (#145), 41.06% and 18.51% without (#147).
      """,
    finding: """
      After 400 steps of 64 scenes: 83.4% validation error with overlap, 82.8% without; 100 steps later \
      78.1% and 79.4%. One seed cannot separate 0.4 points from chance.
      """)

  static let rate = Lesson(
    name: .rate, title: "a learning rate, a tenth of it, and five times as much",
    setup: Setup(steps: 250, validateEvery: 50),
    lanes: [[.rate(0.002)], [.rate(0.1)]],
    curve: Curve(quantity: .loss, source: .training),
    task: """
      With too small a rate the loss falls slowly; with too large a rate it jumps, or stays at ln 40 = \
      3.69, the loss of a guess. Then do as the authors did when the validation error stopped \
      improving: R changes the rate of the lane in focus, u undoes the change.
      """,
    claim: """
      "The learning rate was initialized at 0.01 and reduced three times prior to termination", divided \
      by ten "when the validation error rate stopped improving". (section 5)
      """,
    finding: """
      Training loss after 250 steps of 64 scenes (mean of 50 steps): 3.13 at 0.02, 3.63 at 0.002 and \
      3.70 at 0.1. The last is the loss of a guess; at that rate the validation loss was 3.51 at step \
      150. Seed 1.
      """,
    isReproduced: false)
}
