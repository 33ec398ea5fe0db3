import Glibc

/// McNemar's exact test (McNemar 1947) of the hypothesis that two classifiers have the same error on the
/// images from which a set was drawn.
///
/// Only the images on which exactly one of the two is right count. If both are equally good, each of
/// these images is as likely to be right in the first as in the second, so that their numbers have a
/// binomial distribution with the probability 1/2.
public struct McNemarTest: Equatable, Sendable {
  /// The number of images on which only the first classifier is right.
  public let onlyFirst: Int
  /// The number of images on which only the second classifier is right.
  public let onlySecond: Int
  /// The two-sided probability of numbers at least this unequal when both are equally good. It is 1 when
  /// the classifiers are right on the same images.
  public let p: Double

  /// Tests two numbers of images.
  /// - Parameters:
  ///   - onlyFirst: The number of images on which only the first classifier is right.
  ///   - onlySecond: The number of images on which only the second classifier is right.
  public init(onlyFirst: Int, onlySecond: Int) {
    precondition(onlyFirst >= 0 && onlySecond >= 0, "numbers of images are not negative")
    self.onlyFirst = onlyFirst
    self.onlySecond = onlySecond
    let count = onlyFirst + onlySecond
    // Every result is at least as unequal as 3 of 6 or 3 of 7, without an error of rounding.
    p =
      abs(onlyFirst - onlySecond) <= 1
      ? 1 : min(1, 2 * Self.lowerTail(min(onlyFirst, onlySecond), of: count))
  }

  /// Returns the probability of at most `limit` successes in `count` trials with the probability 1/2.
  ///
  /// The terms are added from the largest on. Each is the one before it times a simple quotient, and
  /// those that cannot change the sum are left out.
  private static func lowerTail(_ limit: Int, of count: Int) -> Double {
    let (n, k) = (Double(count), Double(limit))
    let logChoices: Double = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
    var term: Double = exp(logChoices - n * log(2.0))
    var sum = 0.0
    for successes in stride(from: limit, through: 0, by: -1) {
      sum += term
      guard term > sum * 1e-17 else { break }
      term *= Double(successes) / Double(count - successes + 1)
    }
    return sum
  }
}
