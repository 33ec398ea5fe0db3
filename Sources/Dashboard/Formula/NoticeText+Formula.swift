/// The notices of a cell's formula.
extension NoticeText {
  static let noMapsYet = "there are no feature maps yet"
  static let noFormulaYet = "the formula of this cell is awaited"
  static let edgeOfMap = "this is the edge of the map"
  static let endOfNeurons = "there is no neuron further on"
  static let endOfMaps = "there is no map further on"
  static let onlyChannel = "the sum is over one channel"
  static let endOfChannels = "there is no channel further on"
  static let noPatch = "this cell has no patch of an input"
  static let wholeFormulaIsShown = "the whole formula is shown"

  static func noLRN(after layer: String) -> String {
    "no normalisation follows \(layer) before the next layer with weights"
  }

  static func noDropout(after layer: String) -> String {
    "no dropout follows \(layer) before the next layer with weights"
  }
}
