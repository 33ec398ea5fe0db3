import Archives

/// A data set that anybody may fetch, as its publisher packs it.
public struct FreeSet: Sendable {
  /// As it is asked for: "cifar-10".
  public var name: String
  public var file: RemoteFile
  /// What the archive is called on disk.
  public var archive: String
  /// The folder in the archive that is the data set.
  public var folder: String
  /// What it unpacks to, with room to spare.
  public var limits: Unpacking.Limits

  public init(
    name: String, file: RemoteFile, archive: String, folder: String, limits: Unpacking.Limits
  ) {
    self.name = name
    self.file = file
    self.archive = archive
    self.folder = folder
    self.limits = limits
  }

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

  public static let all = [cifar10, imagenette]
}
