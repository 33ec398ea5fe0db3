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
      ("threads", "the processor threads that compute a step", ""),
      ("saved in", "the folder with the files of the run", "folder"),
      ("augmentation", "training images are cut, mirrored and tinted at random", "augment crop"),
      ("as planned", "a lane without a change", "planned"),
    ] + machine + ranks)

  private static let machine: [(term: String, meaning: String, aliases: String)] = [
    ("load", "the share of the time in which the processors of the computer work", "machine"),
    ("GHz", "the mean frequency of the processors; °C is their temperature", "ghz processor"),
    ("available", "the memory that programs can still use without swapping", "memory free"),
    ("group limit", "the limit of the container or the service on memory", "cgroup"),
    ("disk free", "the space that is left in the folder of the runs", "space"),
  ]

  private static let ranks: [(term: String, meaning: String, aliases: String)] = [
    ("rank", "one of the processes that train a run together, with a number from 0", "ranks job"),
    ("host", "the computer on which a rank runs", "hosts computer together"),
    ("compute", "the part of a step in which a rank does not wait", "computing computes total"),
    ("wait", "the part of a step in which a rank waits for others", "waiting waits"),
    (
      "transfer", "sums and gathers between ranks, mostly while they compute",
      "transfers sums between under way communication"
    ),
    ("col", "the column of the kernels that a rank has", "column columns"),
    ("MiB", "the memory of the process", "memory mib"),
    ("slow", "computes over 10% longer than most ranks, so that they wait", "▲ unusual slowest"),
    (
      "silent", "no sign of life for 2 s; after 6 s the job ends and can be resumed",
      "× sign life report"
    ),
  ]

  static let kernels = terms(
    .kernels,
    [
      ("kernel", "the weights of one unit of the first layer, drawn as an image", "kernels conv1"),
      ("edge", "the direction of the bands to which the kernel responds", "orientation"),
      (
        "waves", "the number of bright and dark bands across the kernel, and their width",
        "px bands band frequency"
      ),
      ("colour", "the share of a kernel's energy that is not grey", "color energy grey"),
      (
        "structured", "kernels that are not noise: neighbouring weights are alike",
        "structure noise pattern"
      ),
      (
        "column", "one half of the layer, on one GPU in the paper: one becomes grey, one coloured",
        "columns gpu column 1 column 2"
      ),
      (
        "contrast", "each kernel by its own largest weight, all on one scale, or full range",
        "each shared range"
      ),
      ("px", "pixels of the input image", "pixel"),
      ("R G B", "the weights for red, green and blue", "channels channel"),
      (
        "responses", "the parts of images to which the kernel responds most",
        "strongest response patches patch"
      ),
      ("receptive field", "the part of the image that one unit sees", "receptive"),
      ("initial values", "the random weights before the first step", "initial"),
    ])

  static let charts = terms(
    .charts,
    [
      ("cursor", "the step at which all charts show their values", "reads"),
      ("images/s", "training images per second", "speed"),
      ("gradients", "the size of the gradient of each layer", "L2 norm"),
      ("updates", "the size of the last step as a share of the weights, by layer", ""),
      ("zoomed", "only a part of the steps is shown; 0 shows all", "zoom"),
    ])

  static let layers = terms(
    .layers,
    [
      ("conv", "a convolution: small kernels that look at every place of the image", "conv1"),
      ("fc", "fully connected: every unit sees all values of the layer before", "fc6 fc7 fc8"),
      ("norm1", "a layer of local response normalisation", "normalization"),
      ("drop6", "a layer that leaves out units at random in training", "drop7"),
      ("softmax", "turns the last layer's values into probabilities", "loss"),
      ("output", "channels × height × width of the layer's output", "shape"),
      ("mean", "the mean activation, or the mean weight", ""),
      ("dev", "the standard deviation: how far values are from their mean", "deviation"),
      ("min, max", "the smallest and the largest activation", "min max"),
      ("zeros", "the share of activations that are exactly 0", ""),
      (
        "dead units",
        "units that were 0 for all images of ten snapshots; listed beside the weights",
        "dead unit snapshots"
      ),
      ("grad", "the norm of the gradient of the weights", ""),
      ("↑ ↓", "larger or smaller than is healthy; two of them: much", "healthy arrow too high low"),
      ("ms a step", "milliseconds that the layer takes in one step", "milliseconds fwd"),
      ("forward", "from the images to the guesses", "fwd"),
      ("back", "from the loss to the gradients of the weights", "backward"),
      (
        "activations", "the outputs of a layer; the histogram shows how often each value occurs",
        "hist histogram activation"
      ),
      (
        "brighter", "in the picture over time: more activations have this value",
        "darker denser units heat map"
      ),
      ("statistics", "the numbers of the table, measured at one step", "snapshot"),
    ])

  static let images = terms(
    .images,
    [
      ("guess", "a class with the probability that the network gives it", "guesses"),
      ("label", "the class that the image really has", "it is right wrong truth"),
      ("maps", "feature maps: the outputs of a layer for this image", "feature map neurons"),
      (
        "formula", "how a cell of a map follows from the numbers before it",
        "cell row column neuron network score this here waiting"
      ),
      (
        "patch", "the cells of a layer's input under a kernel; · is the padding around it",
        "input kernel products channel group"
      ),
      ("term", "an input times its weight; a cell is the sum of its terms", "largest other value"),
      (
        "factor", "of LRN: a cell is multiplied by (k + alpha × sum of squares)^−beta",
        "alpha beta squares with without normalisation unchanged"
      ),
      (
        "window", "the cells that a pooling compares; the largest one wins",
        "windows wins maximum stride mean first equal all"
      ),
      (
        "occlusion", "the probability while a grey square covers a part; bright where it falls",
        "positions square covering map looks"
      ),
      (
        "Grad-CAM", "the regions that raise the score of a class; bright where most",
        "class activation map region raises looks"
      ),
      (
        "renewed", "positions of the occlusion map that are of later steps than the others",
        "of positions steps"
      ),
      ("confusion", "how often each class is taken for each other one", "confused matrix"),
      ("true class ↓", "of the confusion: each row has the images of one class", "label rows row"),
      (
        "taken for →", "of the confusion: each column has the images with one guess",
        "guess columns answered"
      ),
      ("[ ]", "the selected number, which the sentence below the panels states", "brackets"),
      (
        "most probable", "the five guesses with the largest probabilities, at the step named",
        "probability probabilities guess"
      ),
      (
        "best checkpoint", "the saved network with the lowest val top-1 error, after the run's end",
        "step answers answering"
      ),
      (
        "last checkpoint", "the saved network of the latest step, after the run's end",
        "step answers answering"
      ),
      (
        "evaluated", "of the validation images: those that the checkpoint has guessed so far",
        "left progress"
      ),
      ("of your own", "images that you opened with o; the arrows walk over them", "checking files"),
      ("wrong one", "its place among the images that the last validation got wrong", "found"),
      ("values", "the smallest and the largest value of all maps of the layer", "range"),
      ("worst first", "classes in the order of their errors, the largest first", "worst"),
    ])

  static let comparison = terms(
    .compare,
    [
      ("baseline", "the run with which the others are compared", "base vs."),
      (
        "run − baseline", "a run's value minus that of the baseline; below 0 is a smaller error",
        "difference less minus"
      ),
      ("differs in", "the settings that are not the same in all runs", "differs"),
      (
        "val − train",
        "the validation value minus the mean of the batches since the validation before",
        "gap overfitting generalisation minus difference"
      ),
      (
        "first ≤ 60%", "the first step, and its time, with an error of 60% or less", "to after time"
      ),
      ("latest", "of the latest validation", "last here"),
      (
        "seeds as mean", "runs that differ only in their seed, as one mean with a band", "mean band"
      ),
      (
        "4 of 100 cases", "how often the seed alone would cause a difference as large",
        "chance significant test welch's t-test cases"
      ),
      ("±", "the standard deviation over several seeds", "deviation"),
      (
        "McNemar's test", "two networks on the same images; it covers their choice, not the seed",
        "mcnemar exact equally good trained evaluated"
      ),
    ])

  static let runList = terms(
    .runList,
    [
      ("state", "running, finished, stopped, failed or interrupted", "live"),
      ("data", "the images on which the run was trained", "mnist cifar"),
      ("started", "the local time at which the run began", "newest"),
      ("size", "the size of the run's files on disk", "bytes"),
      ("note", "your own text on the run", ""),
      ("evaluated on", "the images on which the network was measured", "evaluation when"),
      (
        "views", "the parts of each image whose answers are averaged: 1, or 10 as in the paper",
        "view average"
      ),
      ("chosen", "shown in the comparison on screen 6", "compared"),
      ("hidden", "not listed until a shows all runs", "hide"),
      ("pooling", "each value stands for the largest of its neighbours", "max"),
      (
        "activation", "the function after each layer: relu replaces negative values by 0",
        "relu tanh"
      ),
      ("augment", "how training images are cut, mirrored and tinted at random", "crop mirror"),
      ("limit", "the largest number of training images; none for all", "length"),
      ("precision", "the numbers that compute: fp32 is exact, bf16 is quicker", "fp32 bf16"),
      ("initial", "the rule for the first random weights: he, or a standard deviation", "he"),
    ])
}
