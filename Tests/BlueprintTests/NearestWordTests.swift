import Testing

@testable import Blueprint

@Suite struct NearestWords {
  /// Distances counted by hand.
  @Test(arguments: [
    ("", "", 0), ("abc", "abc", 0), ("abc", "", 3), ("", "ab", 2), ("trian", "train", 1),
    ("compct", "compact", 1), ("kitten", "sitting", 3), ("ab", "ba", 1), ("droput", "dropout", 1),
  ])
  func theDistanceIsTheLeastNumberOfEdits(one: String, other: String, distance: Int) {
    #expect(one.editDistance(to: other) == distance)
    #expect(other.editDistance(to: one) == distance)
  }

  @Test(arguments: [
    ("compct", "compact"), ("compact32", "compact-32"), ("Paper", "paper"), ("pap", "paper"),
    ("cifar", "cifar-18"), ("", nil), ("xyzzy", nil), ("no", nil),
  ])
  func aMisspellingOrABeginningIsFound(word: String, nearest: String?) {
    #expect(
      word.nearest(in: ["compact", "compact-32", "paper", "cifar-18", "cifar-26", "on"]) == nearest)
  }
}
