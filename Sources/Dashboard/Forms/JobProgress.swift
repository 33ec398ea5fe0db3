import DisplayText

/// The progress of work that the dashboard has started.
public struct JobProgress: Equatable, Sendable {
  /// The share that is done, 0…1.
  public var share: Double
  /// The remaining time in seconds; `nil` before it can be measured.
  public var secondsLeft: Double?
  /// The amount that is done: "3,400 of 10,000 images"; empty where only the share is known.
  public var amount: String

  /// Creates a progress.
  public init(share: Double, secondsLeft: Double? = nil, amount: String = "") {
    self.share = share
    self.secondsLeft = secondsLeft
    self.amount = amount
  }

  /// The share and the remaining time: "34% · 12 s left".
  var text: String {
    // 99.9% is not shown as 100%.
    let percent = "\(Int(min(1, max(0, share)) * 100))%"
    return percent + (secondsLeft.map { " · \(NumberText.duration($0)) left" } ?? "")
  }
}
