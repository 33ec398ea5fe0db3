import DisplayText
import Observing

/// The times of all layers in milliseconds, with one number of digits after the point. Each sum is that of
/// the numbers that are shown, so the rows of a column add up to it.
struct LayerTimes: Equatable {
  /// The parts of a training step.
  enum Part: CaseIterable { case forward, back, update }

  private let digits: Int
  /// The times of the layers by name, in units of the last digit.
  private let units: [String: [Part: Int]]

  /// Creates the times in the format in which their sum has at most four digits.
  init(_ times: [Snapshot.LayerTime]) {
    func milliseconds(_ time: Snapshot.LayerTime, _ part: Part) -> Double {
      let seconds =
        switch part {
        case .forward: time.forwardSeconds
        case .back: time.backwardSeconds
        case .update: time.updateSeconds
        }
      return seconds.isFinite ? min(1e9, max(0, seconds * 1000)) : 0
    }
    let sum = times.reduce(0) { sum, time in
      Part.allCases.reduce(sum) { $0 + milliseconds(time, $1) }
    }
    let digits = LayerNumbers([sum]).digits
    let scale = Self.scale(digits)
    self.digits = digits
    units = Dictionary(
      times.map { time in
        let parts = Part.allCases.map { ($0, Int((milliseconds(time, $0) * scale).rounded())) }
        return (time.name, Dictionary(uniqueKeysWithValues: parts))
      },
      uniquingKeysWith: { first, _ in first })
  }

  private static func scale(_ digits: Int) -> Double {
    (0..<digits).reduce(1) { scale, _ in scale * 10 }
  }

  /// Returns the sum of a part over some layers as text; `nil` if none of them was measured.
  /// - Parameter names: The names of the layers; `nil` for all.
  func text(_ part: Part, of names: [String]? = nil) -> String? {
    let measured = (names ?? Array(units.keys)).compactMap { units[$0] }
    return measured.isEmpty ? nil : text(measured.reduce(0) { $0 + ($1[part] ?? 0) })
  }

  /// The sum of all parts of all layers.
  var total: String {
    text(units.values.reduce(0) { sum, parts in sum + parts.values.reduce(0, +) })
  }

  private func text(_ units: Int) -> String {
    NumberText.fixed(Double(units) / Self.scale(digits), digits)
  }
}
