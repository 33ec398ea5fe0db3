import Foundation

/// What a prepared folder says of itself, in `prepared.json`.
package struct PreparedManifest: Codable, Equatable, Sendable {
  package static let version = 1

  package struct Class: Codable, Hashable, Sendable {
    /// The class folder's name: for ImageNet the WordNet id, which unlike the name is unique.
    package var id: String
    package var name: String

    package init(id: String, name: String) {
      self.id = id
      self.name = name
    }
  }

  package struct Damaged: Codable, Hashable, Sendable {
    package var path: String
    package var reason: String

    package init(path: String, reason: String) {
      self.path = path
      self.reason = reason
    }
  }

  /// One principal component of the colours: an eigenvalue of the covariance with its eigenvector.
  package struct Component: Codable, Equatable, Sendable {
    package var eigenvalue: Double
    package var eigenvector: [Double]
  }

  /// Of the training images, in grey levels 0…255.
  package struct Colors: Codable, Equatable, Sendable {
    package var mean: [Double]
    package var covariance: [[Double]]
    package var components: [Component]
  }

  package var version = PreparedManifest.version
  /// What the images are called, in words.
  package var name: String
  package var side: Int
  /// libjpeg's, 1 to 100.
  package var quality: Int
  package var classes: [Class]
  package var train: Int
  package var validation: Int
  package var shards: [String]
  package var indexChecksum: UInt32
  package var meanChecksum: UInt32
  package var colors: Colors
  package var damaged: [Damaged]

  package init(
    name: String, side: Int, quality: Int, classes: [Class], train: Int, validation: Int,
    shards: [String], indexChecksum: UInt32, meanChecksum: UInt32, colors: Colors,
    damaged: [Damaged]
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
      PreparedManifest.Component(
        eigenvalue: $0.variance, eigenvector: Self.array($0.direction))
    }
  }

  /// Nil when these are not three colours.
  var statistics: ColorStatistics? {
    guard ([mean] + covariance).allSatisfy({ $0.count == 3 }), covariance.count == 3 else {
      return nil
    }
    return ColorStatistics(mean: SIMD3(mean), covariance: covariance.map { SIMD3($0) })
  }

  private static func array(_ color: SIMD3<Double>) -> [Double] { [color.x, color.y, color.z] }
}
