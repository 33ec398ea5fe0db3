/// The explanation of intervals, verdicts and quantities.
enum ReadingGuide {
  /// The blocks of the section.
  static let blocks: [Block] = [
    .section(
      id: "reading",
      [.heading(2, "How to read this report", id: "reading")] + verdicts + intervals + quantities)
  ]

  private static let verdicts: [Block] = [
    .heading(3, "Verdicts", id: "reading-verdicts"),
    .list([
      "\(verdict: .confirmed) The 95% interval of the effect excludes no effect, on the side of the claim.",
      "\(verdict: .contradicted) The interval excludes no effect, on the other side.",
      """
      \(verdict: .notToldFromChance) The interval contains no effect. This does not show that there is none: a \
      small effect needs more seeds.
      """,
      """
      \(verdict: .notTested) There is no interval: one seed alone, a target that no run reached, a run that is \
      missing, or an experiment that did not fit into the budget.
      """,
    ]),
    .paragraph(
      """
      A verdict is about the networks, the images and the length of training of this study. A claim that is \
      contradicted here can hold for the paper's network on ImageNet, and the other way round.
      """),
  ]

  private static let intervals: [Block] = [
    .heading(3, "Pairs, intervals and p", id: "reading-intervals"),
    .paragraph(
      """
      Two runs with the same seed have the same batches, and the same initial weights in the layers before the \
      first one in which they differ. So the networks are compared in pairs, seed by seed, and the chance that \
      both have in common is not in the differences.
      """),
    .paragraph(
      """
      The 95% interval is where the mean difference over all possible seeds is, with a certainty of 95%: an \
      interval made in this way contains it in 19 of 20 studies. It assumes that the differences have a normal \
      distribution (Student's paired t-test), and with two or three seeds it is wide. p is the probability of a \
      difference at least as large if there is none. The interval excludes 0 exactly if p is below 0.05.
      """),
    .paragraph(
      """
      The interval is about the chance of seeds and not about that of the validation images, which are the \
      same for all runs. Among 20 comparisons without any effect, one interval excludes 0 on average; a \
      single verdict of many is weaker than it looks.
      """),
  ]

  private static let quantities: [Block] = [
    .heading(3, "Quantities", id: "reading-quantities"),
    .list([
      """
      \(strong: "Validation error.") The share of validation images whose most probable class is wrong, at the \
      last checkpoint. With ten views the predictions for four corners, the centre and their mirror images are \
      averaged.
      """,
      """
      \(strong: "Overfitting.") The validation error minus the error on training images of the same checkpoint, \
      both without dropout and without random variation.
      """,
      """
      \(strong: "Epochs to a training error.") The mean error of the batches between two validations counts at \
      the end of the interval; between two such ends the error is taken to fall in a straight line. Ratios are \
      averaged as logarithms, so that twice as fast and half as fast cancel out.
      """,
      """
      \(strong: "Share of colour.") The part of the variance of a kernel's weights that its red, green and blue \
      weights do not have in common: 0% for a grey kernel. The kernels of each run are divided into two columns \
      by chance 9,999 times, with a fixed seed; p is the share of divisions whose columns differ at least as \
      much. Because the claim is about every run, it is confirmed only if p is below 0.05 in each of them. \
      This test cannot contradict.
      """,
    ]),
  ]
}
