import TerminalUI

/// What is said of the screens, and where their keys are found.
extension Screen {
  /// "1" for the first, and so on.
  var key: Key { .character(Unicode.Scalar(UInt8(ascii: "1") + UInt8(rawValue))) }

  /// As the header has it.
  var title: String {
    switch self {
    case .overview: "Live"
    case .kernels: "Kernels"
    case .charts: "Charts"
    case .layers: "Layers"
    case .images: "Images"
    case .compare: "Compare"
    case .runs: "Runs"
    }
  }

  /// A line of the help page.
  var help: String {
    switch self {
    case .overview: "everything at once"
    case .kernels: "the kernels: all, one magnified, and over time"
    case .charts: "charts: what is chosen, over what, read at a cursor"
    case .layers: "layers: activations, weights, sizes, milliseconds"
    case .images: "images: guesses, feature maps, what is confused"
    case .compare: "runs compared: live ones and recorded ones"
    case .runs: "all recorded runs"
    }
  }

  /// Where keys hold that hold nowhere else; the help page's heading for them.
  var place: String? {
    switch self {
    case .overview: "On the live screen"
    case .charts: "In the charts"
    case .layers: "In the layers"
    case .images: "In the images"
    case .compare: "In the comparison, where these go before the keys above"
    case .runs: "In the list of runs, where these go before the keys above"
    case .kernels: "In the kernels"
    }
  }

  /// So many screens on, round and round.
  func next(_ count: Int) -> Screen {
    let all = Screen.allCases
    let place = (all.firstIndex(of: self) ?? 0) + count
    return all[(place % all.count + all.count) % all.count]
  }
}
