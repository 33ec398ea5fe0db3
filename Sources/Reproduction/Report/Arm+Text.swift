extension Arm.Name {
  /// The arm in a drawing, beside the arm that it is compared with.
  var label: String {
    switch self {
    case .fourLayerReLU: "ReLU"
    case .fourLayerTanh: "tanh"
    case .cifar18: "cifar-18"
    case .cifar18WithoutLRN: "without LRN"
    case .cifar18WithoutOverlap: "without overlap"
    case .cifar11: "cifar-11"
    case .cifar13: "cifar-13"
    case .compact: "compact"
    case .compactWithoutDropout: "without dropout"
    case .compactWithoutAugmentation: "without variation"
    case .compactWithoutConv4: "without conv4"
    case .compactWithoutExchange: "without exchange"
    case .code145: "#145"
    case .code147: "#147"
    case .code148: "#148"
    case .code150: "#150"
    }
  }

  /// The anchor of the arm's runs.
  var anchor: String { "arm-\(rawValue)" }
}

extension String {
  /// The name of a run as an anchor. Different names have different anchors.
  var runAnchor: String {
    let bytes = utf8.map { byte in
      let character = Character(Unicode.Scalar(byte))
      let isPlain =
        character.isASCII && (character.isLetter || character.isNumber) || character == "-"
      return isPlain ? String(character) : "_\(String(byte, radix: 16))."
    }
    return "run-" + bytes.joined()
  }
}
