/// A word that stands on a screen, and its meaning. The help page lists all of them, and a test
/// compares them with the words on the recorded screens.
struct ScreenTerm: Sendable {
  /// The screen on which the word stands; `nil` for several screens.
  var screen: Screen?
  /// The word as it is on the screen, at most 15 columns wide.
  var term: String
  /// The meaning, in everyday words.
  var meaning: String
  /// Other forms of the word that a user can search for.
  var aliases: String

  init(_ term: String, _ meaning: String, _ aliases: String = "", on screen: Screen? = nil) {
    self.screen = screen
    self.term = term
    self.meaning = meaning
    self.aliases = aliases
  }

  static let all =
    training + measurements + states + drawing + live + kernels + charts + layers + images
    + comparison + runList
}

// MARK: - Words on several screens

extension ScreenTerm {
  private static let training = [
    ScreenTerm("step", "one change of all weights, computed from one batch of images", "steps"),
    ScreenTerm("epoch", "one pass over all training images", "epochs"),
    ScreenTerm("batch", "the images of one step"),
    ScreenTerm("rate", "the learning rate: how far each step moves the weights", "learning"),
    ScreenTerm("weights", "the numbers that a step changes; biases are among them", "weight bias"),
    ScreenTerm(
      "dropout", "half of the units of some layers are left out of each step, at random"),
    ScreenTerm("LRN", "local response normalisation: strong units weaken their neighbours"),
    ScreenTerm("momentum", "the share of the last step's movement that the next one repeats"),
    ScreenTerm(
      "decay", "weight decay: every step makes each weight smaller by rate × decay", "regularise"),
    ScreenTerm(
      "checkpoint", "a file from which the run can continue", "saved saving resume checkpoints"),
    ScreenTerm(
      "evaluation", "a measurement of one checkpoint on a set of images; e starts it",
      "evaluate evaluating"),
    ScreenTerm(
      "export", "files of a run for other programs, such as PyTorch; w writes them",
      "write writing exported"),
    ScreenTerm(
      "lane", "one of several runs that one program trains side by side", "lanes side"),
    ScreenTerm("fork", "a copy of a lane with one change, which trains beside it", "forked copy"),
    ScreenTerm("network", "the layers: compact is small and quick, alexnet is the paper's"),
    ScreenTerm("compact", "a small network of the same kind as AlexNet"),
    ScreenTerm("scenes", "the images that the program draws itself, in 40 classes", "data"),
    ScreenTerm("schedule", "the plan by which the learning rate falls", "constant plateau"),
    ScreenTerm(
      "seed", "the number that determines all random values; runs repeat with it", "seeds"),
  ]

  private static let measurements = [
    ScreenTerm(
      "loss", "how wrong the network is, in nats; a guess among n classes has the loss ln n",
      "nats nat ln cross-entropy"),
    ScreenTerm("top-1 error", "the share of images for which the best guess is wrong", "accuracy"),
    ScreenTerm(
      "top-5 error", "the share of images whose label is not among the five best guesses"),
    ScreenTerm(
      "val", "of the validation images, which are measured regularly and never trained on",
      "validation valid. valid validating next validation"),
    ScreenTerm("train", "of the images of the latest steps, before each changes the weights"),
    ScreenTerm("best", "the smallest validation error so far", "lowest"),
    ScreenTerm(
      "@1,200", "the value is of step 1,200, before the latest step or the cursor", "older at step"),
    ScreenTerm(
      "guessing", "the loss of a network that gives all classes the same probability",
      "guess chance"),
    ScreenTerm("paper", "the error that the AlexNet paper of 2012 reports", "ten views paper's"),
    ScreenTerm(
      "points", "percentage points: 40% is 10 points more than 30%", "pt point percent"),
    ScreenTerm(
      "img/s",
      "training images per second. Lanes take turns, so a step of two lanes takes twice as long",
      "images/s speed throughput"),
    ScreenTerm(
      "left", "the training time that remains at the mean speed of this session", "remaining eta"),
    ScreenTerm(
      "waiting", "the share of the training time in which steps waited for images", "data wait"),
    ScreenTerm(
      "gradient", "how the loss changes with each weight; a step goes the other way",
      "grad gradients"),
    ScreenTerm(
      "update", "the size of the last step as a share of the weights; mostly 0.1% to 3%",
      "updates upd update/weights"),
    ScreenTerm("norm", "the length of many numbers taken as one arrow: their size", "l2 norms"),
    ScreenTerm("err", "short for error", "error"),
    ScreenTerm("—", "not measured yet, or not measured here", "dash missing"),
    ScreenTerm("NaN ∞", "not a finite number: training has failed", "infinite finite"),
  ]

  private static let states = [
    ScreenTerm("● running", "badge at the right of the header: steps are made", "training badge"),
    ScreenTerm("○ preparing", "badge: the images and the network are being made ready", "badge"),
    ScreenTerm("‖ paused", "badge: no step is made until P or S", "pausing badge"),
    ScreenTerm(
      "■ finished", "badge: the run has made its planned steps, or no longer improves",
      "completed ended badge"),
    ScreenTerm(
      "■ stopped", "badge: the run ended on request, and can be resumed", "stopping badge"),
    ScreenTerm("× failed", "badge: the run ended with an error", "badge"),
    ScreenTerm(
      "× interrupted", "badge: the trainer's process ended unexpectedly; resume the run",
      "died killed crashed lost badge"),
  ]

  private static let drawing = [
    ScreenTerm("bright line", "the moving mean of a curve", "smoothed curve"),
    ScreenTerm("faded line", "the values of single steps, behind the moving mean", "curve"),
    ScreenTerm(
      "smoothing", "the weight of the past in the moving mean, from 0 to 0.99", "smooth"),
    ScreenTerm(
      "marks", "below a chart: the steps at which dropout, LRN or the rate changed",
      "mark annotation changes"),
    ScreenTerm(
      "logarithmic", "an axis on which equal distances are equal factors", "log linear axis"),
    ScreenTerm(
      "heavy border", "the panel in focus, on which keys act; Enter enlarges it", "focus panel"),
    ScreenTerm("▶", "the selected row of a list", "selected chosen"),
    ScreenTerm("new", "the number of unread messages; m shows them", "unread messages"),
    ScreenTerm("timeline", "the steps that were recorded during training, from the first to now"),
    ScreenTerm(
      "record", "the kernels, or the numbers of the layers, after one step, on the disk",
      "records recorded plays"),
    ScreenTerm(
      "End: now", "a past step is shown: the key End returns to the present",
      "past present last"),
  ]
}
