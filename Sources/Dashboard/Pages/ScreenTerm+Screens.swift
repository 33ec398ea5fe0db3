// MARK: - Words on one screen

extension ScreenTerm {
  private static func terms(
    _ screen: Screen, _ terms: [(term: String, meaning: String, aliases: String)]
  ) -> [ScreenTerm] {
    terms.map { ScreenTerm($0.term, $0.meaning, $0.aliases, on: screen) }
  }

  static let live = terms(
    .live,
    [
      ("parameters", "the number of weights and biases", "params"),
      ("classes", "the number of different labels", "class"),
      ("train", "in the panel Run: the number of training images", ""),
      ("validation", "in the panel Run: the number of validation images", ""),
      ("threads", "the processor threads that compute a step", ""),
      ("saved in", "the folder with the files of the run", "folder"),
      ("× / =", "in the fork dialog: a factor, and the value that it gives", ""),
    ])

  static let kernels = terms(
    .kernels,
    [
      ("kernel", "the weights of one unit of the first layer, drawn as an image", "kernels conv1"),
      ("edge", "the direction of the stripes that the kernel responds to", "orientation"),
      ("waves", "the number of stripes across the kernel, and the width of one in pixels", "px"),
      ("colour", "the share of a kernel that differs between red, green and blue", "color"),
      (
        "structured", "kernels that are not noise: neighbouring weights are alike",
        "structure"
      ),
      (
        "column", "one of the two halves of the paper's network; one becomes grey, one coloured",
        "columns column 1 column 2 colour"
      ),
      ("frequency", "an order: kernels with wide stripes first", "order"),
      (
        "contrast", "each kernel by its own largest weight, all on one scale, or full range",
        "each shared range"
      ),
      ("R G B", "the weights for red, green and blue", "channels channel"),
      (
        "responses", "the parts of images to which the kernel responds most",
        "strongest response patches patch"
      ),
      ("receptive field", "the part of the image that one unit sees", "receptive"),
      ("timeline", "the kernels recorded during training, from the first step to now", "record"),
      ("initial values", "the random weights before the first step", "initial"),
    ])

  static let charts = terms(
    .charts,
    [
      ("cursor", "the step at which all charts show their values", "reads"),
      ("images/s", "training images per second", "speed"),
      ("gradients", "the size of the gradient of each layer", "L2 norm"),
      ("updates", "the size of the last step over the size of the weights, by layer", ""),
    ])

  static let layers = terms(
    .layers,
    [
      ("conv", "a convolution: small kernels that look at every place of the image", "conv1"),
      ("fc", "fully connected: every unit sees all values of the layer before", "fc6 fc7 fc8"),
      ("norm1", "a layer of local response normalisation", "normalization"),
      ("drop6", "a layer that leaves out units at random in training", "drop7"),
      ("shape", "channels × height × width of the layer's output", ""),
      ("mean", "the mean activation", ""),
      ("dev", "the standard deviation of the activations", "deviation"),
      ("min, max", "the smallest and the largest activation", "min max"),
      ("zeros", "the share of activations that are exactly 0", ""),
      ("dead", "the number of units that were 0 for every image of the batch", "dead units unit"),
      ("grad", "the size of the gradient of the weights", ""),
      ("↑ ↓", "beside an update: larger or smaller than is healthy", "arrow"),
      ("ms fwd", "milliseconds of a step for the forward pass through the layer", "forward fwd"),
      ("ms back", "milliseconds of a step for the gradients of the layer", "backward"),
      ("params", "the number of weights and biases of the layer", "parameters"),
      (
        "activations", "the outputs of a layer; the small chart shows how often each value occurs",
        "hist histogram activation"
      ),
      ("brighter", "in the picture over time: more units have this activation", "units heat map"),
      ("weights", "the numbers that a step changes", "weight"),
    ])

  static let images = terms(
    .images,
    [
      ("guess", "a class with the probability that the network gives it", "guesses"),
      ("label", "the class that the image really has", "it is right wrong"),
      ("maps", "feature maps: the outputs of a layer for this image", "feature map"),
      ("confusion", "how often each class is taken for each other one", "confused"),
      ("class → guess", "images of the first class that were taken for the second", ""),
      ("rows, columns", "of the confusion: the class and the guess", ""),
      ("worst first", "classes in the order of their errors, the largest first", "worst"),
    ])

  static let comparison = terms(
    .compare,
    [
      ("baseline", "the run with which the others are compared", "base vs."),
      (
        "difference", "a run's value minus that of the baseline; below 0 is a smaller error", "less"
      ),
      ("differs in", "the settings that are not the same in all runs", "differs"),
      (
        "val − train", "the validation value minus the training value; large when overfitting",
        "gap overfitting generalisation minus difference"
      ),
      (
        "first ≤ 60%", "the first step, and the time, with an error of 60% or less", "to after time"
      ),
      ("last, here", "the value of the latest validation, or at the cursor", "last here"),
      (
        "seeds as mean", "runs that differ only in their seed, as one mean with a band", "mean band"
      ),
      ("by chance", "how likely a difference is without any effect", "significant welch test"),
    ])

  static let runList = terms(
    .runList,
    [
      ("state", "running, finished, stopped, failed or interrupted", "live"),
      ("data", "the images on which the run was trained", ""),
      ("started", "the local time at which the run began", ""),
      ("note", "your own text on the run", ""),
      ("chosen", "shown in the comparison on screen 6", "compared"),
      ("hidden", "not listed until a shows all runs", "hide"),
      ("limit", "the largest number of training images; none for all", "pooling augment precision"),
    ])
}
