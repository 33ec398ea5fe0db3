import Testing

@testable import Images

private typealias Image = DataFingerprint.Image
private typealias ImageClass = DataFingerprint.ImageClass

/// Fingerprints are compared by class, then by image. Images are named by their keys.
@Suite struct DataFingerprintTests {
  private func image(_ key: UInt64, _ mark: UInt32 = 1) -> Image { Image(key: key, mark: mark) }

  private func data(_ classes: ImageClass..., kind: String = "image folder") -> DataFingerprint {
    DataFingerprint(kind: kind, classes: classes)
  }

  private var record: DataFingerprint {
    data(
      ImageClass(id: "cat", train: [image(1), image(2)], validation: [image(9)]),
      ImageClass(id: "dog", train: [image(3), image(1, 2)], validation: [image(8)]))
  }

  /// The test vectors of the algorithm's authors (`test_fnv.c`).
  @Test(arguments: [
    ("", 0xCBF2_9CE4_8422_2325), ("a", 0xAF63_DC4C_8601_EC8C), ("foobar", 0x8594_4171_F739_67E8),
  ])
  func namesAreHashedByFNV1a(name: String, hash: UInt64) {
    #expect(DataFingerprint.key(of: name.utf8) == hash)
  }

  @Test func theOrderOfTheImagesDoesNotMatter() {
    let other = data(
      ImageClass(id: "cat", train: [image(2), image(1)], validation: [image(9)]),
      ImageClass(id: "dog", train: [image(1, 2), image(3)], validation: [image(8)]))
    #expect(other == record)
    #expect(other.difference(from: record) == nil)
  }

  @Test func theFirstOtherClassIsNamed() {
    let renamed = data(record.classes[0], ImageClass(id: "wolf", train: record.classes[1].train))
    #expect(
      renamed.difference(from: record)
        == .otherClass(number: 2, recorded: "dog", now: "wolf"))
    let more = data(record.classes[0], record.classes[1], ImageClass(id: "eel"))
    #expect(more.difference(from: record) == .otherClass(number: 3, recorded: nil, now: "eel"))
    #expect(record.difference(from: more) == .otherClass(number: 3, recorded: "eel", now: nil))
  }

  /// A file with names of the classes can be added beside the folders at any time.
  @Test func namesThatUsersReadDoNotMatter() {
    var classes = record.classes
    classes[0].name = "Felis catus"
    let named = DataFingerprint(kind: record.kind, classes: classes)
    #expect(named.difference(from: record) == nil)
    // If the names are equal although the classes differ, the ids are reported.
    var others = record.classes
    others[1].id = "n02084071"
    #expect(
      DataFingerprint(kind: record.kind, classes: others).difference(from: record)
        == .otherClass(number: 2, recorded: "dog", now: "n02084071"))
  }

  @Test func anImageInAnotherClassIsGraverThanAddedOnes() throws {
    let moved = data(
      ImageClass(id: "cat", train: [image(2)], validation: [image(9), image(7)]),
      ImageClass(id: "dog", train: [image(3), image(1, 2), image(1)], validation: [image(8)]))
    #expect(
      moved.difference(from: record)
        == .otherLabel(
          .init(image: image(1), split: .train, recorded: 0, now: 1, count: 1)))
  }

  /// File names such as 1.jpg occur in every class and are different images.
  @Test func theSameNameInAnotherClassWithOtherContentsIsAnotherImage() {
    let now = data(
      ImageClass(id: "cat", train: [image(2)], validation: [image(9)]),
      ImageClass(id: "dog", train: [image(3), image(1, 2), image(1, 5)], validation: [image(8)]))
    #expect(now.difference(from: record) == .otherImages(.init(added: 1, removed: 1)))
  }

  @Test func imagesAreCountedAsAddedRemovedChangedOrMoved() {
    let now = data(
      ImageClass(id: "cat", train: [image(1), image(2, 7), image(9)]),
      ImageClass(id: "dog", train: [image(1, 2), image(4), image(5)], validation: [image(8)]))
    #expect(
      now.difference(from: record)
        == .otherImages(.init(added: 2, removed: 1, changed: 1, moved: 1)))
  }

  @Test func repeatedImagesAreCountedEachTime() {
    let twice = data(ImageClass(id: "cat", train: [image(1), image(1), image(2)]))
    let once = data(ImageClass(id: "cat", train: [image(1), image(2)]))
    #expect(twice.difference(from: once) == .otherImages(.init(added: 1)))
    #expect(once.difference(from: twice) == .otherImages(.init(removed: 1)))
  }

  @Test func anotherKindOrOrderIsOtherData() {
    var prepared = record
    prepared.kind = "prepared folder"
    #expect(
      prepared.difference(from: record)
        == .otherImages(.init(kinds: .init(recorded: "image folder", now: "prepared folder"))))
    var ordered = record
    ordered.variant = "index 7"
    #expect(ordered.difference(from: record) == .otherImages(.init(isOtherVariant: true)))
  }

  /// The counts are compared with those of sets, on many small random changes.
  @Test func theCountsAreThoseOfAPlainComparison() {
    var random = RandomGenerator(seed: 1, .order, 0)
    for _ in 0..<200 {
      let before = (0..<random.below(30)).map { _ in UInt64(random.below(40)) }
      let after = (0..<random.below(30)).map { _ in UInt64(random.below(40)) }
      let (old, new) = (Set(before), Set(after))
      let one = data(ImageClass(id: "a", train: old.map { image($0) }), ImageClass(id: "b"))
      let other = data(ImageClass(id: "a", train: new.map { image($0) }), ImageClass(id: "b"))
      let (added, removed) = (new.subtracting(old).count, old.subtracting(new).count)
      let expected =
        added + removed == 0
        ? nil : DataFingerprint.Difference.otherImages(.init(added: added, removed: removed))
      #expect(other.difference(from: one) == expected)
    }
  }

  @Test func theJSONRestoresTheFingerprint() throws {
    var fingerprint = data(
      ImageClass(id: "n01", name: "täglich \"x\"", train: [image(.max, .max), image(0, 0)]),
      ImageClass(id: "empty"))
    fingerprint.variant = "index 7"
    #expect(try DataFingerprint(json: fingerprint.json) == fingerprint)
    let text = String(decoding: fingerprint.json, as: UTF8.self)
    #expect(text.hasSuffix("}\n") && text.count { $0 == "\n" } == 1)
    #expect(text.contains(#""id":"n01","name":"täglich \"x\"","train":2"#))
  }

  @Test func damagedJSONIsRefused() {
    let text = String(decoding: record.json, as: UTF8.self)
    func damage(_ text: String) -> DataFingerprint.Damage? {
      do throws(DataFingerprint.Damage) {
        _ = try DataFingerprint(json: Array(text.utf8))
        return nil
      } catch {
        return error
      }
    }
    #expect(damage(text) == nil)
    #expect(damage(String(text.dropLast(10))) == .malformed)
    #expect(damage("") == .malformed)
    #expect(damage(text.replacing("\"id\":\"cat\"", with: "\"id\":\"car\"")) == .otherChecksum)
    #expect(damage(text.replacing("\"version\":1", with: "\"version\":7")) == .newerVersion(7))
  }
}
