extension Snapshot {
  /// The state of one of the processes that train together (a rank of a job).
  public struct RankSummary: Equatable, Codable, Sendable {
    /// The number of the rank, from 0.
    public var rank: Int
    /// The name of the rank's computer.
    public var host: String
    /// The rank's process ID.
    public var process: Int32
    /// The number of the column whose kernels the rank has, from 0; `nil` if it has all kernels.
    public var column: Int?
    /// True if the rank has some of the units of each fully-connected layer; `nil` if it has all.
    public var dividesUnits: Bool?
    /// The number of the rank's images in a step.
    public var images: Int
    /// The last step that the rank has completed, as far as it is known.
    public var step: Int
    /// The mean duration of a step, in seconds.
    public var stepSeconds: Double
    /// The part of it in which the rank waited for others, in seconds.
    public var waitingSeconds: Double
    /// The time in which transfers of a step were under way, in seconds.
    public var transferSeconds: Double
    /// The memory of the process in bytes.
    public var residentBytes: Int
    /// The time since the rank's last sign of life, in seconds.
    public var silentSeconds: Double

    /// Creates a state.
    public init(
      rank: Int, host: String, process: Int32, column: Int? = nil, dividesUnits: Bool? = nil,
      images: Int, step: Int, stepSeconds: Double, waitingSeconds: Double, transferSeconds: Double,
      residentBytes: Int, silentSeconds: Double
    ) {
      self.rank = rank
      self.host = host
      self.process = process
      self.column = column
      self.dividesUnits = dividesUnits
      self.images = images
      self.step = step
      self.stepSeconds = stepSeconds
      self.waitingSeconds = waitingSeconds
      self.transferSeconds = transferSeconds
      self.residentBytes = residentBytes
      self.silentSeconds = silentSeconds
    }
  }
}
