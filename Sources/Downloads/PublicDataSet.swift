import Archives

/// A data set that can be downloaded without an account, in the form in which it is published: an
/// archive, or files that are used as they are.
public struct PublicDataSet: Sendable {
  /// A file on the web and its name on disk.
  public struct NamedFile: Sendable {
    /// The address, length and checksum.
    public var remote: RemoteFile
    /// The name on disk.
    public var name: String
  }

  /// The name on the command line, such as "cifar-10".
  public var name: String
  /// The files to fetch: one archive, or the files of the set.
  public var files: [NamedFile]
  /// The name of the folder in the archive, or of the folder that is created for the files.
  public var folder: String
  /// The limits for unpacking the archive; `nil` if the files are not an archive.
  public var unpackingLimits: Unpacking.Limits?

  /// Creates a set that is published as an archive.
  /// - Parameters:
  ///   - name: The name on the command line.
  ///   - file: The archive on the web.
  ///   - archive: The name of the archive on disk.
  ///   - folder: The name of the folder in the archive.
  ///   - limits: The limits for unpacking the archive.
  public init(
    name: String, file: RemoteFile, archive: String, folder: String, limits: Unpacking.Limits
  ) {
    self.name = name
    files = [NamedFile(remote: file, name: archive)]
    self.folder = folder
    unpackingLimits = limits
  }

  /// Creates a set of files at one address.
  /// - Parameters:
  ///   - name: The name on the command line, and of the folder.
  ///   - base: The address of the folder that contains the files.
  ///   - files: The name, the length in bytes and the SHA-256 of each file.
  public init(
    name: String, base: String, files: [(name: String, bytes: Int, checksum: String)]
  ) {
    self.name = name
    self.files = files.map {
      NamedFile(
        remote: RemoteFile(url: "\(base)/\($0.name)", bytes: $0.bytes, checksum: $0.checksum),
        name: $0.name)
    }
    folder = name
  }

  /// The bytes of all files together.
  public var bytes: Int { files.reduce(0) { $0 + $1.remote.bytes } }

  /// CIFAR-10, the binary version (Krizhevsky 2009). The set's page has only an MD5; the SHA-256 is the one
  /// in other libraries.
  public static let cifar10 = PublicDataSet(
    name: "cifar-10",
    file: RemoteFile(
      url: "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz", bytes: 170_052_171,
      checksum: "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd"),
    archive: "cifar-10-binary.tar.gz", folder: "cifar-10-batches-bin",
    limits: Unpacking.Limits(bytes: 256 << 20, members: 100))

  /// Imagenette, the second version (Howard 2019), with ten classes of ImageNet and a different
  /// division into training and validation images. The shorter side has 320 pixels, the smallest published size
  /// from which 256×256 can be made. The length and the SHA-256 are those of TensorFlow Datasets;
  /// fastai, a library of the same publisher, has the same length.
  public static let imagenette = PublicDataSet(
    name: "imagenette",
    file: RemoteFile(
      url: "https://s3.amazonaws.com/fast-ai-imageclas/imagenette2-320.tgz", bytes: 341_663_724,
      checksum: "569b4497c98db6dd29f335d1f109cf315fe127053cedf69010d047f0188e158c"),
    archive: "imagenette2-320.tgz", folder: "imagenette2-320",
    limits: Unpacking.Limits(bytes: 1 << 30, members: 50_000))

  /// CIFAR-100, the binary version (Krizhevsky 2009). The set's page has only an MD5; the length and the
  /// SHA-256 are those in other libraries (MLDatasets.jl, torchvision for Ruby).
  public static let cifar100 = PublicDataSet(
    name: "cifar-100",
    file: RemoteFile(
      url: "https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz", bytes: 168_513_733,
      checksum: "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec"),
    archive: "cifar-100-binary.tar.gz", folder: "cifar-100-binary",
    limits: Unpacking.Limits(bytes: 256 << 20, members: 100))

  /// MNIST (LeCun, Cortes, Burges 1998), from the mirror that TensorFlow Datasets uses, because the
  /// set's page refuses programs. The SHA-256 are those of torchvision's prototype data sets, the
  /// lengths those on the page.
  public static let mnist = PublicDataSet(
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
  /// the set's page has no HTTPS. The page has only MD5; the SHA-256 are those of torchvision's
  /// prototype data sets.
  public static let fashionMNIST = PublicDataSet(
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

  /// All public data sets that the program can fetch. `data get` accepts the names of these.
  public static let all = [cifar10, cifar100, mnist, fashionMNIST, imagenette]
}
