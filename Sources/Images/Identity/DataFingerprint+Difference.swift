extension DataFingerprint {
  /// The difference between data and a record of them, the gravest kind first.
  public enum Difference: Hashable, Sendable {
    /// The first class that differs. `number` counts from 1; a name is `nil` if there is no such class.
    case otherClass(number: Int, recorded: String?, now: String?)
    /// An image that has another label than in the record.
    case otherLabel(Relabelling)
    /// Images that were added, removed or changed; the labels of all others are those of the record.
    case otherImages(ImageChanges)
  }

  /// The first of the images that have another label than in the record.
  public struct Relabelling: Hashable, Sendable {
    /// The image.
    public var image: Image
    /// The current split of the image.
    public var split: Split
    /// The label in the record.
    public var recorded: Int
    /// The current label.
    public var now: Int
    /// The number of all images that have another label.
    public var count: Int
  }

  /// The numbers of images that differ from a record.
  public struct ImageChanges: Hashable, Sendable {
    /// The images that the record does not have.
    public var added = 0
    /// The images that only the record has.
    public var removed = 0
    /// The images with the same name in the same class, but other contents.
    public var changed = 0
    /// The images that moved from the training to the validation set, or back.
    public var moved = 0
    /// The two kinds of data if they differ.
    public var kinds: KindChange?
    /// True if only the order or the version of the images differs.
    public var isOtherVariant = false

    /// Creates counts; they are 0 by default.
    public init(
      added: Int = 0, removed: Int = 0, changed: Int = 0, moved: Int = 0, kinds: KindChange? = nil,
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

  /// Two different kinds of data.
  public struct KindChange: Hashable, Sendable {
    /// The kind in the record, such as "image folder".
    public var recorded: String
    /// The current kind.
    public var now: String

    /// Creates a change from one kind to another.
    public init(recorded: String, now: String) {
      self.recorded = recorded
      self.now = now
    }
  }

  /// Compares data with a record of them.
  /// - Returns: `nil` if they are the same.
  public func difference(from record: DataFingerprint) -> Difference? {
    guard self != record else { return nil }
    if let difference = classDifference(from: record) { return difference }
    let comparison = FingerprintComparison(record, self)
    if let first = comparison.relabelled.min(by: Self.precedes) {
      var relabelled = first
      relabelled.count = comparison.relabelled.count
      return .otherLabel(relabelled)
    }
    var changes = comparison.changes
    if kind != record.kind {
      changes.kinds = KindChange(recorded: record.kind, now: kind)
    } else if changes == ImageChanges() {
      // Only the names that users read differ, and they do not count.
      guard variant != record.variant else { return nil }
      changes.isOtherVariant = true
    }
    return .otherImages(changes)
  }

  /// Orders images by class, then by key and mark.
  private static func precedes(_ one: Relabelling, _ other: Relabelling) -> Bool {
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

/// The images that two fingerprints of the same classes do not share, matched in pairs.
private struct FingerprintComparison {
  /// An image with its split and its label.
  private struct LabelledImage {
    var image: DataFingerprint.Image
    var split: Split
    var label: Int
  }

  private(set) var changes = DataFingerprint.ImageChanges()
  private(set) var relabelled: [DataFingerprint.Relabelling] = []

  init(_ record: DataFingerprint, _ now: DataFingerprint) {
    var gone: [LabelledImage] = []
    var new: [LabelledImage] = []
    for label in record.classes.indices {
      for split in Split.allCases {
        let unequal = Self.unmatched(
          record.classes[label][split], now.classes[label][split], by: { $0 })
        // An image with the same key in both lists is the same image with other contents.
        let unpaired = Self.unmatched(unequal.first, unequal.second, by: \.key)
        changes.changed += unequal.first.count - unpaired.first.count
        gone += unpaired.first.map { LabelledImage(image: $0, split: split, label: label) }
        new += unpaired.second.map { LabelledImage(image: $0, split: split, label: label) }
      }
    }
    pair(gone.sorted { $0.image < $1.image }, new.sorted { $0.image < $1.image })
  }

  /// Finds images that are in another split or class with the same key and mark. Both lists are sorted.
  private mutating func pair(_ gone: [LabelledImage], _ new: [LabelledImage]) {
    var (old, next) = (0, 0)
    while old < gone.count, next < new.count {
      if gone[old].image < new[next].image {
        changes.removed += 1
        old += 1
      } else if new[next].image < gone[old].image {
        changes.added += 1
        next += 1
      } else {
        count(gone[old], as: new[next])
        old += 1
        next += 1
      }
    }
    changes.removed += gone.count - old
    changes.added += new.count - next
  }

  /// Counts an image as moved to another split or to another class.
  private mutating func count(_ old: LabelledImage, as new: LabelledImage) {
    guard old.label != new.label else {
      changes.moved += 1
      return
    }
    relabelled.append(
      .init(image: new.image, split: new.split, recorded: old.label, now: new.label, count: 1))
  }

  /// Returns the elements of two sorted lists that have no equal in the other list. An element that
  /// occurs several times is matched as often as it occurs in both.
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
