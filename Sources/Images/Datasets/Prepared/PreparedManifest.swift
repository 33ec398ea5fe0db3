/// The description of a prepared folder in `prepared.json`.
package struct PreparedManifest: Codable, Equatable, Sendable {
  /// The version of the format. It is raised when older programs cannot read newer folders.
  package static let version = 1

  /// A class with its names.
  package struct ImageClass: Codable, Hashable, Sendable {
    /// The name of the class folder. ImageNet's are WordNet ids, which are unique, unlike the names.
    package var id: String
    /// The name that users read.
    package var name: String

    package init(id: String, name: String) {
      self.id = id
      self.name = name
    }
  }

  /// An image that was left out because it is damaged.
  package struct DamagedImage: Codable, Hashable, Sendable {
    package var path: String
    package var reason: String

    package init(path: String, reason: String) {
      self.path = path
      self.reason = reason
    }
  }

  /// One principal component of the colours: an eigenvalue of the covariance with its eigenvector.
  package struct PrincipalComponent: Codable, Equatable, Sendable {
    package var eigenvalue: Double
    package var eigenvector: [Double]
  }

  /// The colours of the training images, in grey levels 0…255.
  package struct Colors: Codable, Equatable, Sendable {
    package var mean: [Double]
    package var covariance: [[Double]]
    package var components: [PrincipalComponent]
  }

  package var version = PreparedManifest.version
  /// The name of the data source.
  package var name: String
  /// The width and height of the images.
  package var side: Int
  /// The quality of the JPEGs, 1…100, as in libjpeg.
  package var quality: Int
  /// The classes in the order of the labels.
  package var classes: [ImageClass]
  /// The number of training images.
  package var train: Int
  /// The number of validation images.
  package var validation: Int
  /// The names of the shards; a record's shard is an index into them.
  package var shards: [String]
  package var indexChecksum: UInt32
  package var meanChecksum: UInt32
  package var colors: Colors
  package var damaged: [DamagedImage]

  package init(
    name: String, side: Int, quality: Int, classes: [ImageClass], train: Int, validation: Int,
    shards: [String], indexChecksum: UInt32, meanChecksum: UInt32, colors: Colors,
    damaged: [DamagedImage]
  ) {
    self.name = name
    self.side = side
    self.quality = quality
    self.classes = classes
    self.train = train
    self.validation = validation
    self.shards = shards
    self.indexChecksum = indexChecksum
    self.meanChecksum = meanChecksum
    self.colors = colors
    self.damaged = damaged
  }
}

extension PreparedManifest.Colors {
  package init(_ colors: ColorStatistics) {
    mean = Self.array(colors.mean)
    covariance = colors.covariance.map(Self.array)
    components = colors.components.map {
      PreparedManifest.PrincipalComponent(
        eigenvalue: $0.variance, eigenvector: Self.array($0.direction))
    }
  }

  /// The statistics; `nil` if the colours do not have three channels.
  var statistics: ColorStatistics? {
    guard ([mean] + covariance).allSatisfy({ $0.count == 3 }), covariance.count == 3 else {
      return nil
    }
    return ColorStatistics(mean: SIMD3(mean), covariance: covariance.map { SIMD3($0) })
  }

  private static func array(_ color: SIMD3<Double>) -> [Double] { [color.x, color.y, color.z] }
}
