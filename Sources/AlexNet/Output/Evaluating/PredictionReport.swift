import DisplayText
import Evaluating
import TerminalUI

/// The output of `predict` for one image. The fields are the contract of `predict --json`.
struct PredictionReport: Encodable {
  /// A class with its probability.
  struct Guess: Encodable {
    /// The number of the class, from 0.
    var label: Int
    var name: String
    var probability: Double
  }

  /// The path of the image, or "standard input".
  var image: String
  /// The classes in falling order of their probabilities.
  var guesses: [Guess]

  init(_ prediction: Prediction) {
    image = prediction.image
    guesses = prediction.guesses.map {
      Guess(label: $0.label, name: $0.name, probability: $0.probability)
    }
  }
}

extension PredictionReport {
  /// The path, and a line for each class.
  var text: String {
    let width = guesses.map { $0.name.printable.columns }.max() ?? 0
    let lines = guesses.map { guess in
      let name = guess.name.printable
      let padding = String(repeating: " ", count: width - name.columns)
      let percent = NumberText.percent(guess.probability)
      return "  \(name)\(padding)  "
        + String(repeating: " ", count: max(0, 6 - percent.count)) + percent
    }
    return ([image.printable] + lines).joined(separator: "\n")
  }

  /// The picture with the path and the classes beside it; below it on a narrow terminal. An empty row
  /// separates it from the next picture.
  func frame(_ picture: Picture, _ output: PictureOutput) -> Frame {
    let rows = max(8, min(12, guesses.count + 2))
    let photograph = picture.photograph
    let size = photograph.size(
      in: Rect(x: 0, y: 0, width: min(output.width, 2 * rows), height: rows))
    let isBeside = output.width >= size.width + 40
    let texts = guesses.count + 1
    let height = isBeside ? max(size.height, texts) : size.height + texts
    var frame = Frame(width: output.width, height: height + 1)
    photograph.draw(
      in: Rect(x: 0, y: 0, width: size.width, height: size.height), on: &frame,
      appearance: output.appearance)
    let left = isBeside ? size.width + 2 : 0
    let room = Rect(
      x: left, y: isBeside ? 0 : size.height, width: min(70, output.width - left), height: texts)
    draw(in: room, on: &frame, output.appearance)
    return frame
  }

  private func draw(in room: Rect, on frame: inout Frame, _ appearance: Appearance) {
    let theme = appearance.theme
    frame.text(
      image.elidedInMiddle(to: room.width), x: room.x, y: room.y, style: theme.text.with(.bold),
      width: room.width)
    let longest = guesses.map { $0.name.columns }.max() ?? 0
    let names = min(room.width * 45 / 100, longest)
    for (index, guess) in guesses.enumerated() {
      let y = room.y + 1 + index
      let style = index == 0 ? theme.accent : theme.text
      frame.text(guess.name, x: room.x, y: y, style: style, width: names)
      let bar = room.width - names - 9
      if bar >= 4 {
        Meter(guess.probability, style: style)
          .draw(x: room.x + names + 1, y: y, width: bar, on: &frame, appearance: appearance)
      }
      frame.textRight(
        NumberText.percent(guess.probability), right: room.right, y: y, style: style)
    }
  }
}
