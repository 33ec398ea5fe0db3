extension DataFingerprint {
  /// What sets data apart from a record of them, the gravest kind first.
  public enum Difference: Hashable, Sendable {
    /// The first class that differs. `number` counts from 1; `nil` where there is no such class.
    case otherClass(number: Int, recorded: String?, now: String?)
    /// An image that has another label than in the record.
    case otherLabel(Relabelled)
    /// The labels are those of the record, but not all of the images.
    case otherImages(ImageChanges)
  }

  /// The first of the images that have another label.
  public struct Relabelled: Hashable, Sendable {
    public var image: Image
    public var split: Split
    /// Its label in the record and its label now.
    public var recorded: Int
    public var now: Int
    /// The number of all such images.
    public var count: Int
  }

  /// Counts of images.
  public struct ImageChanges: Hashable, Sendable {
    public var added = 0
    public var removed = 0
    /// With the same name in the same class, but other contents.
    public var changed = 0
    /// From the training to the validation images or back.
    public var moved = 0
    /// The kinds of data, where they differ.
    public var kinds: Kinds?
    /// The same images in another order or another version.
    public var isOtherVariant = false

    public init(
      added: Int = 0, removed: Int = 0, changed: Int = 0, moved: Int = 0, kinds: Kinds? = nil,
      isOtherVariant: Bool = false
    ) {
      self.added = added
      self.removed = removed
      self.changed = changed
      self.moved = moved
      self.kinds = kinds
      self.isOtherVariant = isOtherVariant
    }
  }

  public struct Kinds: Hashable, Sendable {
    public var recorded: String
    public var now: String

    public init(recorded: String, now: String) {
      self.recorded = recorded
      self.now = now
    }
  }

  /// Compares data with what is recorded of them.
  /// - Returns: `nil` where they are the same.
  public func difference(from record: DataFingerprint) -> Difference? {
    guard self != record else { return nil }
    if let difference = classDifference(from: record) { return difference }
    let comparison = Comparison(record, self)
    if let first = comparison.relabelled.min(by: Self.precedes) {
      var relabelled = first
      relabelled.count = comparison.relabelled.count
      return .otherLabel(relabelled)
    }
    var changes = comparison.changes
    if kind != record.kind {
      changes.kinds = Kinds(recorded: record.kind, now: kind)
    } else if changes == ImageChanges() {
      // Names for people can differ alone: they decide nothing.
      guard variant != record.variant else { return nil }
      changes.isOtherVariant = true
    }
    return .otherImages(changes)
  }

  /// The order of the classes, then any that is always the same.
  private static func precedes(_ one: Relabelled, _ other: Relabelled) -> Bool {
    (one.now, one.image.key, one.image.mark) < (other.now, other.image.key, other.image.mark)
  }

  private func classDifference(from record: DataFingerprint) -> Difference? {
    for index in 0..<max(classes.count, record.classes.count) {
      let recorded = index < record.classes.count ? record.classes[index] : nil
      let now = index < classes.count ? classes[index] : nil
      guard recorded?.id != now?.id else { continue }
      let areNamed = recorded?.name != now?.name
      return .otherClass(
        number: index + 1, recorded: areNamed ? recorded?.name : recorded?.id,
        now: areNamed ? now?.name : now?.id)
    }
    return nil
  }
}

/// The images that two fingerprints of the same classes do not share, put into pairs.
private struct Comparison {
  private struct Place {
    var image: DataFingerprint.Image
    var split: Split
    var label: Int
  }

  private(set) var changes = DataFingerprint.ImageChanges()
  private(set) var relabelled: [DataFingerprint.Relabelled] = []

  init(_ record: DataFingerprint, _ now: DataFingerprint) {
    var gone: [Place] = []
    var new: [Place] = []
    for label in record.classes.indices {
      for split in Split.allCases {
        let rest = Self.unmatched(
          record.classes[label][split], now.classes[label][split], by: { $0 })
        // The same name twice in a class is the same image with other contents.
        let places = Self.unmatched(rest.first, rest.second, by: \.key)
        changes.changed += rest.first.count - places.first.count
        gone += places.first.map { Place(image: $0, split: split, label: label) }
        new += places.second.map { Place(image: $0, split: split, label: label) }
      }
    }
    pair(gone.sorted { $0.image < $1.image }, new.sorted { $0.image < $1.image })
  }

  /// Finds images that have the same name and contents elsewhere. Both lists are sorted.
  private mutating func pair(_ gone: [Place], _ new: [Place]) {
    var (old, next) = (0, 0)
    while old < gone.count, next < new.count {
      if gone[old].image < new[next].image {
        changes.removed += 1
        old += 1
      } else if new[next].image < gone[old].image {
        changes.added += 1
        next += 1
      } else {
        note(gone[old], new[next])
        old += 1
        next += 1
      }
    }
    changes.removed += gone.count - old
    changes.added += new.count - next
  }

  private mutating func note(_ old: Place, _ new: Place) {
    guard old.label != new.label else {
      changes.moved += 1
      return
    }
    relabelled.append(
      .init(image: new.image, split: new.split, recorded: old.label, now: new.label, count: 1))
  }

  /// What two sorted lists do not share, as lists in which an element can occur several times.
  private static func unmatched<Key: Comparable>(
    _ first: [DataFingerprint.Image], _ second: [DataFingerprint.Image],
    by key: (DataFingerprint.Image) -> Key
  ) -> (first: [DataFingerprint.Image], second: [DataFingerprint.Image]) {
    var rest: (first: [DataFingerprint.Image], second: [DataFingerprint.Image]) = ([], [])
    var (one, other) = (0, 0)
    while one < first.count, other < second.count {
      let (left, right) = (key(first[one]), key(second[other]))
      if left < right {
        rest.first.append(first[one])
        one += 1
      } else if right < left {
        rest.second.append(second[other])
        other += 1
      } else {
        one += 1
        other += 1
      }
    }
    rest.first += first[one...]
    rest.second += second[other...]
    return rest
  }
}
