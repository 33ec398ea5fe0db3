/// The paths of the user's own images as they were typed: files, folders and patterns.
/// `DashboardEffect.findImages` searches them.
public struct ImageFileRequest: Hashable, Sendable {
  /// The number of the request, which its replies repeat.
  public var number: Int
  /// The paths.
  public var words: [String]
  /// The whole text as one path, because names of files can have blanks: the only image if there is such a
  /// file; `nil` if the text cannot be one path.
  public var whole: String?

  /// Creates a request.
  public init(number: Int, words: [String], whole: String? = nil) {
    self.number = number
    self.words = words
    self.whole = whole
  }
}

/// A reply to `DashboardEffect.findImages`: images that were found and can be decoded since the reply before.
public struct FoundImages: Equatable, Sendable {
  /// A path that names no image that can be decoded, with the reason in a sentence.
  public struct Problem: Hashable, Sendable {
    /// The path or the pattern.
    public var path: String
    /// The reason and what to do, in sentences.
    public var reason: String

    /// Creates a problem.
    public init(path: String, reason: String) {
      self.path = path
      self.reason = reason
    }
  }

  /// The number of the request.
  public var request: Int
  /// The paths of the images since the reply before.
  public var paths: [String]
  /// The problems since the reply before.
  public var problems: [Problem]
  /// The number of files that have been decoded.
  public var checked: Int
  /// The number of files that the request names.
  public var total: Int
  /// The estimated time until all are decoded, in seconds; `nil` before it is known.
  public var secondsLeft: Double?
  /// True for the last reply.
  public var isOver: Bool

  /// Creates a reply.
  public init(
    request: Int, paths: [String] = [], problems: [Problem] = [], checked: Int, total: Int,
    secondsLeft: Double? = nil, isOver: Bool
  ) {
    self.request = request
    self.paths = paths
    self.problems = problems
    self.checked = checked
    self.total = total
    self.secondsLeft = secondsLeft
    self.isOver = isOver
  }
}

/// The user's own images that are shown, and the search that finds them.
struct OwnImages: Equatable, Sendable {
  /// A search for images in progress.
  struct Search: Equatable, Sendable {
    var number: Int
    var found = 0
    var problems: [FoundImages.Problem] = []
    var checked = 0
    var total = 0
    var secondsLeft: Double?
  }

  private(set) var paths: [String] = []
  /// The place of the shown image among them.
  private(set) var index = 0
  /// The search in progress; `nil` when none is.
  var search: Search?
  /// The number of searches so far.
  private var searches = 0
  /// True if the search was cancelled, and its worker has not received that yet.
  private(set) var isCancelling = false

  /// The shown path; `nil` without images.
  var path: String? { paths.indices.contains(index) ? paths[index] : nil }

  /// Begins a search, which ends the one before.
  mutating func begin() -> Int {
    searches += 1
    search = Search(number: searches)
    isCancelling = false
    return searches
  }

  /// Ends the search in progress.
  mutating func cancel() {
    guard search != nil else { return }
    search = nil
    isCancelling = true
  }

  /// Returns true once after a cancellation.
  mutating func removeCancellation() -> Bool {
    defer { isCancelling = false }
    return isCancelling
  }

  /// Adds images of the search in progress. The first ones replace those of the search before.
  mutating func add(_ found: [String], isFirst: Bool) {
    if isFirst { (paths, index) = ([], 0) }
    paths += found
  }

  /// Shows the next or the previous image, after the last one the first.
  mutating func move(by count: Int) {
    guard !paths.isEmpty else { return }
    index = ((index + count) % paths.count + paths.count) % paths.count
  }

  mutating func moveToFirst() { index = 0 }
}
