// The claims of sections 4 to 7: against overfitting, about the kernels, and about depth.

extension Claim {
  static let augmentation = Claim(
    name: .augmentation, title: "Crops and mirror images reduce overfitting",
    sentence: """
      Without this scheme, our network suffers from substantial overfitting, which would have forced us to use \
      much smaller networks.
      """,
    place: "section 4.1",
    published: [],
    experiments: [
      Experiment(
        name: "augmentation-overfitting",
        title: "compact with crops and mirror images, and without", quantity: .overfitting,
        with: .compact, without: .compactWithoutAugmentation),
      Experiment(
        name: "augmentation-error", title: "compact with crops and mirror images, and without",
        quantity: .error(views: 1), with: .compact, without: .compactWithoutAugmentation),
    ],
    differences: [
      """
      The paper cuts 224×224 pixels from images of 256×256, and counts 2048 different images with their mirror \
      images. Crops of 24×24 pixels from images of 32×32 have 81 positions, or 162 images.
      """,
      """
      The network here is small for its data, and it overfits less than one with 60 million parameters.
      """,
    ])

  static let dropout = Claim(
    name: .dropout, title: "Dropout reduces overfitting",
    sentence: """
      Without dropout, our network exhibits substantial overfitting. Dropout roughly doubles the number of \
      iterations required to converge.
      """,
    place: "section 4.2",
    published: [],
    experiments: [
      Experiment(
        name: "dropout-overfitting", title: "compact with dropout in fc6 and fc7, and without",
        quantity: .overfitting, with: .compact, without: .compactWithoutDropout),
      Experiment(
        name: "dropout-error", title: "compact with dropout in fc6 and fc7, and without",
        quantity: .error(views: 1), with: .compact, without: .compactWithoutDropout),
    ],
    differences: [
      """
      The paper gives no figure, and less overfitting is not a lower error: a network that trains for too short \
      a time for its dropout has a higher error with it. Both are measured here.
      """,
      """
      fc6 and fc7 have 512 units each, an eighth of the paper's, and hold a smaller share of the network's \
      parameters.
      """,
    ])

  static let kernels = Claim(
    name: .kernels, title: "The kernels of the two columns specialise",
    sentence: """
      The kernels on GPU 1 are largely color-agnostic, while the kernels on on GPU 2 are largely color-specific. \
      This kind of specialization occurs during every run and is independent of any particular random weight \
      initialization (modulo a renumbering of the GPUs).
      """,
    place: "section 6.1, Fig. 3",
    published: [
      "48 kernels of 11×11×3 on each GPU, drawn in Fig. 3. The paper gives no measure of colour."
    ],
    experiments: [
      Experiment(
        name: "kernels-compact", title: "the share of colour in the two columns of compact",
        quantity: .columnColour, with: .compact, without: nil),
      Experiment(
        name: "kernels-imagenet", title: "the share of colour in the two columns of #145",
        quantity: .columnColour, with: .code145, without: nil),
    ],
    differences: [
      """
      The paper shows a picture and no measure. The share of colour, the variance of a kernel's weights that \
      its three channels do not have in common, is one measure of several.
      """,
      """
      On small images the kernels are 5×5 and not 11×11, with fewer orientations and frequencies to share out, \
      and the training is short.
      """,
    ])

  static let depth = Claim(
    name: .depth, title: "Each convolutional layer is needed",
    sentence: """
      It is notable that our network's performance degrades if a single convolutional layer is removed. For \
      example, removing any of the middle layers results in a loss of about 2% for the top-1 performance of the \
      network.
      """,
    place: "section 7",
    published: [],
    experiments: [
      Experiment(
        name: "depth-compact", title: "compact with conv4 and without",
        quantity: .error(views: 1), with: .compact, without: .compactWithoutConv4,
        published: PublishedEffect(value: -0.02, source: "ImageNet, section 7"))
    ],
    differences: [
      """
      The paper removes each of the middle layers in turn; here conv4 is removed. Without it the network also \
      has fewer parameters, and one layer less divides its maps into columns.
      """,
      """
      Ten classes of small images need fewer layers than a thousand of photographs, and in a short training a \
      shallower network learns faster at first.
      """,
    ])
}
