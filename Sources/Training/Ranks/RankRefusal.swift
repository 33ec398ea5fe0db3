import Blueprint
import DisplayText

/// A reason why the ranks of a job do not train together.
public enum RankRefusal: Error, Hashable, Sendable {
  /// A rank has other images than rank 0.
  /// - Parameters:
  ///   - data: The location of the images.
  ///   - difference: A list such as "3 added, 1 removed", from rank 0's images to those of the rank.
  case otherData(rank: Int, host: String, data: String, difference: String)
  /// A rank cannot start. The message has one or more sentences.
  case failed(rank: Int, host: String, message: String)
  /// A step has fewer images than there are ranks that divide them.
  case fewerImagesThanRanks(batch: Int, ranks: Int)
  /// Rank 0 has ended the job because of an error. The message has one or more sentences.
  case ended(message: String)
}

extension RankRefusal: Explained {
  /// The problem, without a full stop.
  public var problem: String {
    switch self {
    case .otherData(let rank, let host, let data, let difference):
      "rank \(rank) (host \(host)) has other images in '\(data)' than rank 0: \(difference)"
    case .failed(let rank, let host, let message):
      "rank \(rank) (host \(host)) cannot train: \(message)"
    case .fewerImagesThanRanks(let batch, let ranks):
      "a batch of \(NumberText.grouped(batch)) cannot be divided between \(NumberText.grouped(ranks)) processes"
    case .ended(let message): "rank 0 has ended the job: \(message)"
    }
  }

  /// The user's next action, without a full stop.
  public var remedy: String {
    switch self {
    case .otherData: "Copy the same images to all computers, or use a folder that all of them share"
    case .failed, .ended: ""
    case .fewerImagesThanRanks(_, let ranks):
      "Use --batch \(ranks) or more, or fewer processes"
    }
  }
}
