import Images

extension Lane {
  /// Names images of the data's folder that are not used, so that none is missed in silence.
  func reportPassedOver() {
    guard let warning = (data as? ImageFolder)?.passedOver.warning else { return }
    lines.report(.warning(step: step, kind: "passed-over", message: warning))
  }
}
