import Observing

/// The map of the regions that the network looks at, over the image.
extension DashboardState {
  /// The map to draw over an image; `nil` until it arrives, and without one.
  func shownAttribution(of answer: ImageAnalysis) -> AttributionMap? {
    guard let map = answer.attribution, map.request == images.attributionRequest,
      map.problem == nil, !map.values.isEmpty
    else { return nil }
    return map
  }

  mutating func showNextAttribution() {
    images.nextAttribution()
    showNotice(NoticeText.attribution(images.attribution))
  }

  mutating func showNextTarget() {
    guard images.attribution != nil else { return showNotice(NoticeText.noAttribution) }
    images.nextTarget()
    let hasLabel = imageAnalysis.map { $0.label != nil || $0.choice != images.choice } ?? true
    showNotice(
      hasLabel ? NoticeText.attributionTarget(images.target) : NoticeText.noLabelOfAttribution)
  }
}

extension NoticeText {
  static func attribution(_ method: AttributionRequest.Method?) -> String {
    switch method {
    case .occlusion: "occlusion: bright where covering lowers the probability most"
    case .gradCAM: "Grad-CAM: bright where the image raises the score most"
    case nil: "the image without a map"
    }
  }

  static let noAttribution = "no map is shown over the image · a shows one"
  static let noLabelOfAttribution =
    "this image has no label · the map is for the most probable class"

  static func attributionTarget(_ target: AttributionRequest.Target) -> String {
    switch target {
    case .label: "the map is for the label"
    case .mostProbable: "the map is for the most probable class"
    }
  }
}
