extension NetworkSpec {
  /// True if the network has more than five classes. With five or fewer, five guesses always contain the
  /// label: the top-5 error is 0 from the first step on, and "—" is shown instead.
  public var hasTop5: Bool { Self.hasTop5(classes: classes) }

  /// True if there are more than five classes.
  public static func hasTop5(classes: Int) -> Bool { classes > 5 }
}
