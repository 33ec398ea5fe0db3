import TerminalUI

/// One of the seven screens, in the order of the number keys that choose them.
///
/// A new screen is a case here, and a folder with its keys, its state and its drawing. The compiler
/// reports every switch that needs the case; the keys are added in DashboardKeys.swift.
enum Screen: Int, Hashable, Sendable, CaseIterable {
  case live, kernels, charts, layers, images, compare, runList

  /// The number key: "1" for the first screen.
  var key: Key { .character(Unicode.Scalar(UInt8(ascii: "1") + UInt8(rawValue))) }

  /// The name in the header.
  var title: String {
    switch self {
    case .live: "Live"
    case .kernels: "Kernels"
    case .charts: "Charts"
    case .layers: "Layers"
    case .images: "Images"
    case .compare: "Compare"
    case .runList: "Runs"
    }
  }

  /// The description on the help page.
  var help: String {
    switch self {
    case .live: "live: the curves, kernels, layers and settings"
    case .kernels: "kernels: all, one magnified, and over time"
    case .charts: "charts: the chosen quantities, read at a cursor"
    case .layers: "layers: activations, weights, sizes, milliseconds"
    case .images: "images: guesses, feature maps, confused classes"
    case .compare: "comparison of runs, live and recorded"
    case .runList: "list of all recorded runs"
    }
  }

  /// The scope of keys that apply on this screen alone, which is their heading on the help page.
  var scope: String {
    switch self {
    case .live: "On the live screen"
    case .kernels: "On the kernels' screen"
    case .charts: "On the charts' screen"
    case .layers: "On the layers' screen"
    case .images: "On the images' screen"
    case .compare: "On the compare screen"
    case .runList: "In the list of runs"
    }
  }

  /// Returns the screen that is `count` screens after this one; the first follows the last.
  func next(_ count: Int) -> Screen {
    let all = Screen.allCases.count
    return Screen.allCases[((rawValue + count) % all + all) % all]
  }
}
