extension NoticeText {
  /// A sentence about a run that can be neither deleted nor renamed yet.
  static func isHeldByTrainer(_ run: String) -> String {
    "\(run) has ended, but its trainer still trains other lanes and is reached through its folder · it can be "
      + "deleted or renamed when they have ended"
  }
}
