/// The parts of snapshots that a client shows. The trainer computes only what some client shows.
public struct Interest: Equatable, Codable, Sendable {
  /// True for the statistics of all layers.
  public var layers: Bool
  /// True for the weights of the first convolution.
  public var kernels: Bool
  /// True for the forward and backward times of all layers.
  public var times = false
  /// The layer whose weights are shown as a histogram; `nil` for none.
  public var weights: String?
  /// The image that the network is evaluated on; `nil` for none.
  public var image: ImageChoice?
  /// The layer whose feature maps of that image are shown; `nil` for none.
  public var featureMaps: String?
  /// The cell of a feature map of that image whose computation is shown; `nil` for none.
  public var cell: CellChoice?
  /// The map of the regions of that image that the network looks at; `nil` for none.
  public var attribution: AttributionRequest?
  /// True for the confusion matrix of the last validation.
  public var confusion = false
  /// True for the states of the processes that train together.
  public var ranks = false
  /// The names of the runs whose snapshots are shown; empty for the trainer's first run.
  public var runs: [String]
  /// The change of the kernels that is shown; `nil` for none.
  public var kernelChange: KernelChange.Kind?
  /// The number of the kernel whose patches are shown; `nil` for none.
  public var patchesOf: Int?

  /// Creates an interest in the given parts.
  public init(
    layers: Bool = false, kernels: Bool = false, runs: [String] = [],
    kernelChange: KernelChange.Kind? = nil, patchesOf: Int? = nil
  ) {
    self.layers = layers
    self.kernels = kernels
    self.runs = runs
    self.kernelChange = kernelChange
    self.patchesOf = patchesOf
  }

  /// No interest: no snapshots are sent.
  public static let nothing = Interest()

  /// The interest of the first screen: the statistics of all layers, and the kernels.
  public static let overview = Interest(layers: true, kernels: true)
}

/// The choice of an image that the network is evaluated on.
public enum ImageChoice: Hashable, Codable, Sendable {
  /// An image of the validation set.
  case validation(Search)
  /// A JPEG, PNG or WebP file, at a path that the trainer can read.
  case file(path: String)

  /// A search in the validation set. It continues at the other end, and finds the first image that fits.
  public struct Search: Hashable, Codable, Sendable {
    /// The number of the first image that is considered.
    public var from: Int
    /// True to search towards smaller numbers.
    public var isBackward: Bool
    /// True for images only whose most probable class was wrong in the last validation.
    public var errorsOnly: Bool
    /// The class of the image; `nil` for any class.
    public var label: Int?
    /// The most probable class of the image in the last validation; `nil` for any class.
    public var guess: Int?

    /// Creates a search.
    public init(
      from: Int = 0, isBackward: Bool = false, errorsOnly: Bool = false, label: Int? = nil,
      guess: Int? = nil
    ) {
      self.from = from
      self.isBackward = isBackward
      self.errorsOnly = errorsOnly
      self.label = label
      self.guess = guess
    }

    /// True if the search finds every image.
    public var findsAll: Bool { !errorsOnly && label == nil && guess == nil }
  }
}
