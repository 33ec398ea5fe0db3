import Archives

/// A data set that is free to fetch, as its publisher packs it: an archive, or files that are read as
/// they are.
public struct FreeSet: Sendable {
  /// A file on the web and its name on disk.
  public struct Piece: Sendable {
    public var file: RemoteFile
    public var name: String
  }

  /// As it is asked for: "cifar-10".
  public var name: String
  /// What is fetched: an archive alone, or the set's files.
  public var pieces: [Piece]
  /// The folder in the archive, or the one that the files are put in.
  public var folder: String
  /// What an archive unpacks to, with room to spare; nil where the pieces are no archive.
  public var limits: Unpacking.Limits?

  /// A set that is packed in an archive.
  public init(
    name: String, file: RemoteFile, archive: String, folder: String, limits: Unpacking.Limits
  ) {
    self.name = name
    pieces = [Piece(file: file, name: archive)]
    self.folder = folder
    self.limits = limits
  }

  /// A set of files at one address.
  /// - Parameters:
  ///   - base: The address that the files' names follow.
  ///   - files: Name, length and SHA-256 of each.
  public init(
    name: String, base: String, files: [(name: String, bytes: Int, checksum: String)]
  ) {
    self.name = name
    pieces = files.map {
      Piece(
        file: RemoteFile(url: "\(base)/\($0.name)", bytes: $0.bytes, checksum: $0.checksum),
        name: $0.name)
    }
    folder = name
  }

  /// The bytes to fetch.
  public var bytes: Int { pieces.reduce(0) { $0 + $1.file.bytes } }

  /// CIFAR-10, the binary version (Krizhevsky 2009). The page of the set gives its MD5 alone; the
  /// SHA-256 is the one with which other libraries fetch it.
  public static let cifar10 = FreeSet(
    name: "cifar-10",
    file: RemoteFile(
      url: "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz", bytes: 170_052_171,
      checksum: "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd"),
    archive: "cifar-10-binary.tar.gz", folder: "cifar-10-batches-bin",
    limits: Unpacking.Limits(bytes: 256 << 20, members: 100))

  /// Imagenette, the second version (Howard 2019; ten classes of ImageNet, another division), with the
  /// shorter side at 320: the least that 256×256 can be made of. The publisher's fastai gives its
  /// length; length and SHA-256 are those of TensorFlow Datasets.
  public static let imagenette = FreeSet(
    name: "imagenette",
    file: RemoteFile(
      url: "https://s3.amazonaws.com/fast-ai-imageclas/imagenette2-320.tgz", bytes: 341_663_724,
      checksum: "569b4497c98db6dd29f335d1f109cf315fe127053cedf69010d047f0188e158c"),
    archive: "imagenette2-320.tgz", folder: "imagenette2-320",
    limits: Unpacking.Limits(bytes: 1 << 30, members: 50_000))

  /// CIFAR-100, the binary version (Krizhevsky 2009). The page of the set gives its MD5 alone; length and
  /// SHA-256 are those with which other libraries (MLDatasets.jl, torchvision for Ruby) fetch it.
  public static let cifar100 = FreeSet(
    name: "cifar-100",
    file: RemoteFile(
      url: "https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz", bytes: 168_513_733,
      checksum: "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec"),
    archive: "cifar-100-binary.tar.gz", folder: "cifar-100-binary",
    limits: Unpacking.Limits(bytes: 256 << 20, members: 100))

  /// MNIST (LeCun, Cortes, Burges 1998), from the mirror that TensorFlow Datasets uses: its page has long
  /// refused programs. The SHA-256 are those of torchvision's prototype data sets, the lengths those of
  /// the page.
  public static let mnist = FreeSet(
    name: "mnist", base: "https://storage.googleapis.com/cvdf-datasets/mnist",
    files: [
      (
        "train-images-idx3-ubyte.gz", 9_912_422,
        "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"
      ),
      (
        "train-labels-idx1-ubyte.gz", 28_881,
        "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"
      ),
      (
        "t10k-images-idx3-ubyte.gz", 1_648_877,
        "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"
      ),
      (
        "t10k-labels-idx1-ubyte.gz", 4_542,
        "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"
      ),
    ])

  /// Fashion-MNIST (Xiao, Rasul, Vollgraf 2017), from its publisher's repository, because the address on
  /// its page has no HTTPS. The page gives MD5 alone; the SHA-256 are those of torchvision's prototype data
  /// sets.
  public static let fashionMNIST = FreeSet(
    name: "fashion-mnist",
    base: "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion",
    files: [
      (
        "train-images-idx3-ubyte.gz", 26_421_880,
        "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"
      ),
      (
        "train-labels-idx1-ubyte.gz", 29_515,
        "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"
      ),
      (
        "t10k-images-idx3-ubyte.gz", 4_422_102,
        "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"
      ),
      (
        "t10k-labels-idx1-ubyte.gz", 5_148,
        "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"
      ),
    ])

  public static let all = [cifar10, cifar100, mnist, fashionMNIST, imagenette]
}
