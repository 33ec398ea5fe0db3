import DisplayText
import Evaluating
import TerminalUI

/// The output of `similar` for one image. The fields are the contract of `similar --json`.
struct SimilarityReport: Encodable {
  /// An image of the collection.
  struct Neighbor: Encodable {
    /// The path of the image, or its name in the data set.
    var image: String
    /// The Euclidean distance of the activations of the last hidden layer.
    var distance: Double
  }

  /// The path of the query, or "standard input".
  var image: String
  /// The images by rising distance.
  var nearest: [Neighbor]

  init(image: String, _ neighbors: [SimilarImages.Neighbor]) {
    self.image = image
    nearest = neighbors.map { Neighbor(image: $0.image, distance: $0.distance) }
  }
}

extension SimilarityReport {
  /// Returns a sentence about an index that was made or changed, or that lacks damaged images; `nil` for
  /// any other.
  static func text(of preparation: SimilarImages.Preparation) -> String? {
    let count = preparation.damagedCount
    let damaged = "\(count.grouped) damaged \(count == 1 ? "image is" : "images are") left out"
    guard preparation.computed > 0 else {
      return count > 0 ? "\(damaged) of the search." : nil
    }
    let computed = "\(preparation.computed.grouped) new or changed"
    return "The index of \((preparation.images - count).grouped) images (\(computed)"
      + (count > 0 ? "; \(damaged)" : "") + ") has "
      + "\(preparation.bytes.fileSizeText): \(preparation.path)"
  }

  /// The path, and a line for each image.
  var text: String {
    let distances = nearest.map { $0.distance.fixed(3) }
    let width = distances.map(\.count).max() ?? 0
    let lines = zip(nearest, distances).map { neighbor, distance in
      let padding = String(repeating: " ", count: width - distance.count)
      return "  \(padding)\(distance)  \(neighbor.image.printable)"
    }
    return ([image.printable] + lines).joined(separator: "\n")
  }

  /// The columns of a picture.
  private static let tile = 20
  private static let gap = 2

  /// The pictures side by side, each above its distance and its path: first the query, then the images by
  /// rising distance.
  /// - Parameters:
  ///   - query: The picture of the query.
  ///   - pictures: The pictures of the images; `nil` for one that cannot be read any more.
  ///   - output: The terminal.
  func frame(_ query: Picture, _ pictures: [Picture?], _ output: PictureOutput) -> Frame {
    let tiles: [(picture: Picture?, heading: String, name: String)] =
      [(query, "query", image)]
      + zip(pictures, nearest).map { ($0, $1.distance.fixed(3), $1.image) }
    let perRow = max(1, (output.width + Self.gap) / (Self.tile + Self.gap))
    let height = Self.tile / 2 + 3
    let rows = (tiles.count + perRow - 1) / perRow
    var frame = Frame(width: output.width, height: rows * height)
    let theme = output.appearance.theme
    for (index, tile) in tiles.enumerated() {
      let room = Rect(
        x: index % perRow * (Self.tile + Self.gap), y: index / perRow * height,
        width: min(Self.tile, output.width), height: Self.tile / 2)
      tile.picture?.photograph.draw(in: room, on: &frame, appearance: output.appearance)
      frame.text(
        tile.heading, x: room.x, y: room.bottom, style: index == 0 ? theme.accent : theme.text,
        width: room.width)
      let name = tile.name.split(separator: "/").last.map(String.init) ?? tile.name
      frame.text(
        name.elidedInMiddle(to: room.width), x: room.x, y: room.bottom + 1, style: theme.muted,
        width: room.width)
    }
    return frame
  }
}
