/// A file or folder in a folder.
struct FolderEntry {
  /// The kind of the entry, or of the target if it is a symbolic link.
  enum Kind: Hashable {
    case folder, file
    /// A symbolic link without a target.
    case brokenLink
    /// A device, a pipe or a socket.
    case special
  }

  var name: [UInt8]
  var kind: Kind
  /// The identity of a symbolic link's target; `nil` for an entry that is not a link.
  var target: FileIdentity?
  /// The inode number in the folder. Some file systems give all files the same number, so that equal
  /// numbers are only a hint.
  var inode: UInt64

  var isHidden: Bool { name.first == UInt8(ascii: ".") }
  var text: String { String(decoding: name, as: UTF8.self) }
}
