import Archives
import Images

/// Images among the members of archives.
enum ArchiveMember {
  /// True if a member is an image by its name. Hidden files are not.
  static func isImage(_ member: Archive.Member) -> Bool {
    guard member.kind == .file, let name = member.path.split(separator: "/").last,
      !name.hasPrefix(".")
    else { return false }
    return ImageFolder.isImage(String(name))
  }

  /// Returns the name of the folder that an image is in; `nil` for another member, or an image that is
  /// not in a folder.
  static func folder(ofImage member: Archive.Member) -> String? {
    guard isImage(member) else { return nil }
    let names = member.path.split(separator: "/")
    guard names.count > 1, names[names.count - 2] != "." else { return nil }
    return String(names[names.count - 2])
  }

  /// Reads an image. An image that is too large counts as damaged. Damage of the archive is an error,
  /// because the next members can be wrong too.
  static func contents(
    of member: Archive.Member, in archive: Archive
  ) throws -> SourceImage.Contents {
    do throws(ArchiveError) {
      return .bytes(try archive.contents(limit: ImageFileLimits.maximumBytes))
    } catch .tooLarge(_, _, let limit) {
      return .damaged("it has more than \(limit) bytes")
    } catch {
      throw error
    }
  }

  /// Skips images.
  /// - Parameters:
  ///   - count: The number of images to skip.
  ///   - archive: The archive, at any member.
  ///   - path: The path of the input, for errors.
  ///   - isCounted: True for a member that is one of the images.
  /// - Throws: `PreparingError.inputChanged` if there are fewer images.
  static func skip(
    _ count: Int, in archive: Archive, path: String, where isCounted: (Archive.Member) -> Bool
  ) throws {
    var left = count
    while left > 0 {
      guard let member = try archive.next() else { throw PreparingError.inputChanged(path: path) }
      if isCounted(member) { left -= 1 }
    }
  }
}
