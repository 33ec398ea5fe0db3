// The claims, in the order in which the paper makes them. Sentences are the paper's own.

extension Claim {
  /// All claims, in the order of the sections of the paper.
  public static let all: [Claim] = [
    relu, columns, lrn, overlap, augmentation, dropout, kernels, depth,
  ]

  /// Returns the claim with a name.
  public static func named(_ name: Name) -> Claim {
    switch name {
    case .relu: relu
    case .lrn: lrn
    case .overlap: overlap
    case .dropout: dropout
    case .augmentation: augmentation
    case .depth: depth
    case .columns: columns
    case .kernels: kernels
    }
  }

  // MARK: - Section 3

  static let relu = Claim(
    name: .relu, title: "ReLUs learn faster than tanh",
    sentence: """
      A four-layer convolutional neural network with ReLUs (solid line) reaches a 25% training error rate on \
      CIFAR-10 six times faster than an equivalent network with tanh neurons (dashed line). The learning \
      rates for each network were chosen independently to make training as fast as possible. No \
      regularization of any kind was employed.
      """,
    place: "section 3.1, Fig. 1",
    published: [
      "About 6 epochs with ReLUs and about 36 with tanh (read from Fig. 1)."
    ],
    experiments: [
      Experiment(
        name: "relu-four-layer", title: "four layers with ReLUs and with tanh",
        quantity: .epochs(untilTrainingError: 0.25), with: .fourLayerReLU, without: .fourLayerTanh,
        published: PublishedEffect(value: 6, source: "CIFAR-10, Fig. 1"))
    ],
    differences: [
      """
      The paper does not give the sizes of its four layers, the batch size, or the rates that it tried. "The \
      magnitude of the effect demonstrated here varies with network architecture", its caption adds.
      """,
      """
      The rates are the best of a few. A finer search can find a better one for either network, and a best \
      rate at the end of the range suggests that there is one outside it.
      """,
      """
      A training error here is the mean over the batches between two validations, while the weights change. \
      The paper does not state how its training error was measured.
      """,
    ])

  static let columns = Claim(
    name: .columns, title: "Two columns that communicate have a lower error",
    sentence: """
      This scheme reduces our top-1 and top-5 error rates by 1.7% and 1.2%, respectively, as compared with a \
      net with half as many kernels in each convolutional layer trained on one GPU.
      """,
    place: "section 3.2, Fig. 2",
    published: [
      "ILSVRC-2012 validation, released source: 40.66% top-1 and 18.21% top-5 error with communication "
        + "before conv3 (#145), 41.83% and 19.33% without it (#150).",
      "ILSVRC-2010 test, released source: 39.02% and 18.30% with two columns (centre crop), 39.17% and "
        + "18.23% with one (#145-half).",
    ],
    experiments: [
      Experiment(
        name: "columns-compact", title: "conv3 with the maps of both columns and of its own alone",
        quantity: .error(views: 1), with: .compact, without: .compactWithoutExchange,
        published: PublishedEffect(value: -0.0117, source: "ILSVRC-2012, #150")),
      Experiment(
        name: "columns-imagenet", title: "#145 and #150, without communication before conv3",
        quantity: .error(views: 10), with: .code145, without: .code150,
        published: PublishedEffect(value: -0.0117, source: "ILSVRC-2012, #150")),
    ],
    differences: [
      """
      The paper compares two columns with one. Here, as in #150 of the released source, both networks have \
      two columns, and conv3 of one of them has only the maps of its own column. Its kernels have half as many \
      weights, so communication and size change together.
      """,
      """
      The paper's networks have 48 to 192 maps in each column and a thousand classes. Narrow networks and ten \
      classes leave less to communicate.
      """,
    ])

  static let lrn = Claim(
    name: .lrn, title: "Response normalisation lowers the error",
    sentence: """
      Response normalization reduces our top-1 and top-5 error rates by 1.4% and 1.2%, respectively. We also \
      verified the effectiveness of this scheme on the CIFAR-10 dataset: a four-layer CNN achieved a 13% test \
      error rate without normalization and 11% with normalization.
      """,
    place: "section 3.3",
    published: [
      "ILSVRC-2012 validation, released source: 40.66% top-1 and 18.21% top-5 error with normalisation "
        + "(#145), 42.03% and 19.36% without it (#148).",
      "CIFAR-10, cuda-convnet: 18% with normalisation (layers-18pct.cfg), 19% without it and with three "
        + "times the weight decay in the last layer (layers-19pct.cfg).",
      "CIFAR-10, cuda-convnet: 11% with normalisation (layers-conv-local-11pct.cfg), 13% without it "
        + "(layers-conv-local-13pct.cfg), multi-view test.",
    ],
    experiments: [
      Experiment(
        name: "lrn-cifar-18", title: "cifar-18 with its normalisation and without",
        quantity: .error(views: 1), with: .cifar18, without: .cifar18WithoutLRN,
        published: PublishedEffect(value: -0.01, source: "CIFAR-10, cuda-convnet")),
      Experiment(
        name: "lrn-cifar-11", title: "cifar-11 and cifar-13, ten views",
        quantity: .error(views: 10), with: .cifar11, without: .cifar13,
        published: PublishedEffect(value: -0.02, source: "CIFAR-10, section 3.3")),
      Experiment(
        name: "lrn-imagenet", title: "#145 and #148, without normalisation",
        quantity: .error(views: 10), with: .code145, without: .code148,
        published: PublishedEffect(value: -0.0137, source: "ILSVRC-2012, #148")),
    ],
    differences: [
      """
      The published files of the 11% and the 13% network have the same layers, rates and weight decay, except \
      for the two normalisation layers. But by their notes the 11% network trained for about 520 epochs and \
      the other for about 160. A part of the two points can belong to the longer training; here both train \
      equally long.
      """,
      """
      cifar-18 normalises within each map and not across maps as the paper's formula does. Its published \
      counterpart without normalisation also has another weight decay; here nothing else differs.
      """,
      """
      The published networks subtract a mean image, the networks here a mean colour. Shorter schedules stop \
      before the published errors are reached.
      """,
    ])

  static let overlap = Claim(
    name: .overlap, title: "Overlapping pooling lowers the error",
    sentence: """
      This scheme reduces the top-1 and top-5 error rates by 0.4% and 0.3%, respectively, as compared with the \
      non-overlapping scheme s = 2, z = 2, which produces output of equivalent dimensions. We generally observe \
      during training that models with overlapping pooling find it slightly more difficult to overfit.
      """,
    place: "section 3.4",
    published: [
      "ILSVRC-2012 validation, released source: 40.66% top-1 and 18.21% top-5 error with overlap (#145), "
        + "41.06% and 18.51% without it (#147)."
    ],
    experiments: [
      Experiment(
        name: "overlap-cifar-18", title: "cifar-18 with windows of 3×3 and of 2×2",
        quantity: .error(views: 1), with: .cifar18, without: .cifar18WithoutOverlap,
        published: PublishedEffect(value: -0.004, source: "ILSVRC-2012, #147")),
      Experiment(
        name: "overlap-imagenet", title: "#145 and #147, without overlap",
        quantity: .error(views: 10), with: .code145, without: .code147,
        published: PublishedEffect(value: -0.004, source: "ILSVRC-2012, #147")),
    ],
    differences: [
      """
      The effect in the paper is 0.4 points. On 10,000 validation images the errors of two seeds can differ \
      by as much, so few seeds cannot separate such an effect from chance.
      """,
      """
      cifar-18 takes the mean of a window in two of its three pooling layers; the paper's network takes the \
      maximum in all.
      """,
    ])
}
