// The five lessons. Their measurements are those of the table in AlexNet.docc, LanesAndLessons.md.

extension Lesson {
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
    name: .dropout, title: "1,200 images learnt by heart, with dropout and without",
    setting: Setting(
      steps: 500, validateEvery: 50, limit: 1200,
      augmentation: Augmentation(crop: false, mirror: false)),
    lanes: [[.dropout(0)]],
    curve: Curve(quantity: .top1, source: .gap),
    task: """
      The curve is validation error less training error. Without dropout it climbs while the network \
      learns its few images by heart; with dropout it stays low, and learning is slower. v shows both \
      errors themselves, L the loss, d takes dropout from the lane in focus.
      """,
    claim: """
      "Without dropout, our network exhibits substantial overfitting. Dropout roughly doubles the \
      number of iterations required to converge." (section 4.2)
      """,
    finding: """
      After 500 steps: without, 70.7 % in validation against 25.1 % in training, and the validation \
      loss, lowest at step 300 (2.35), is up at 2.82. With, 77.4 % against 66.9 %, and 2.31, lowest at \
      step 450 (2.22). Batches are seen with dropout, which makes their error larger.
      """)

  static let lrn = Lesson(
    name: .lrn, title: "with response normalisation and without",
    setting: Setting(steps: 400, validateEvery: 50),
    lanes: [[.lrn(false)]],
    curve: Curve(quantity: .top1, source: .validation),
    task: """
      Whether the errors in validation part by more than another seed would part them: the table's \
      last column has the difference at the same step, and --seed 2 begins again otherwise. l takes \
      normalisation from the lane in focus, at any step.
      """,
    claim: """
      "Response normalization reduces our top-1 and top-5 error rates by 1.4% and 1.2%": on ImageNet, \
      after 90 epochs; and on CIFAR-10 from 13% to 11%. (section 3.3)
      """,
    finding: """
      After 400 steps: 83.4 % in validation with it, 79.1 % without. On these images, and so early, it \
      does not help; of what more steps or seeds would say this is no proof.
      """)

  static let relu = Lesson(
    name: .relu, title: "rectified units and tanh, four layers",
    setting: Setting(network: "four-layer", steps: 500, validateEvery: 50),
    lanes: [[.activation(.tanh)]],
    curve: Curve(quantity: .top1, source: .training),
    task: """
      The curve is the training error, as in the paper's figure. Where has ReLU been when it had the \
      error that tanh has now? The cursor (← →) reads both at one step. ] and [ give the lane in focus \
      another rate.
      """,
    claim: """
      A four-layer network with ReLUs "reaches a 25% training error rate on CIFAR-10 six times faster \
      than an equivalent network with tanh neurons", each with the rate that suits it best. (section \
      3.1, Fig. 1)
      """,
    finding: """
      After 500 steps of 128 scenes, at the rate 0.01 for both: 40 % training error with ReLU (mean of \
      25 batches), 61 % with tanh, which ReLU had at step 264: 1.9 times as fast. In validation 39.2 % \
      and 63.0 %. Another rate may suit tanh better.
      """)

  static let overlap = Lesson(
    name: .overlap, title: "pooling windows that overlap (3/2), and that do not (2/2)",
    setting: Setting(steps: 400, validateEvery: 50),
    lanes: [[.pooling(.plain)]],
    curve: Curve(quantity: .top1, source: .validation),
    task: """
      Whether the errors in validation part by more than another seed would part them (--seed 2), and \
      how the gap to training, in the table, goes: the paper found networks that overlap a little \
      harder to overfit. img/s has what overlapping costs.
      """,
    claim: """
      Overlapping "reduces the top-1 and top-5 error rates by 0.4% and 0.3%", as compared with s = 2, \
      z = 2; such models are "slightly more difficult to overfit". (section 3.4)
      """,
    finding: """
      After 400 steps: 83.4 % in validation with overlap, 82.8 % without; 100 steps later it was 78.1 % \
      and 79.4 %. One seed cannot tell 0.4 points from chance.
      """)

  static let rate = Lesson(
    name: .rate, title: "a learning rate, a tenth of it and five times it",
    setting: Setting(steps: 250, validateEvery: 50),
    lanes: [[.rate(0.002)], [.rate(0.1)]],
    curve: Curve(quantity: .loss, source: .training),
    task: """
      Too small a rate falls slowly, too large a one jumps about or never leaves ln 40 = 3.69, the loss \
      of a guess. Then do what the authors did when validation stood still: / divides the rate of the \
      lane in focus by ten, [ and ] move it.
      """,
    claim: """
      "The learning rate was initialized at 0.01 and reduced three times prior to termination", divided \
      by ten "when the validation error rate stopped improving". (section 5)
      """,
    finding: """
      Training loss after 250 steps (mean of 50 batches): 3.13 at 0.02, 3.63 at 0.002, 3.70 at 0.1, \
      which is a guess: there the loss in validation had come down to 3.51 by step 150. Seed 1.
      """)
}
