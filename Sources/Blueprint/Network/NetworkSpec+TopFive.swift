extension NetworkSpec {
  /// True if a top-5 error of the network says something. Five guesses among five classes or fewer
  /// always contain the truth: the error would be 0 from the first step on, so "—" is shown.
  public var hasTop5: Bool { Self.hasTop5(classes: classes) }

  /// The rule for a number of classes.
  public static func hasTop5(classes: Int) -> Bool { classes > 5 }
}
