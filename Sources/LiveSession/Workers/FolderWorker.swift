import Channels
import Dashboard
import Dispatch
import FoundationEssentials
import Machine

/// Reads the names in folders on a separate thread, since a folder can be large or on another computer.
final class FolderWorker: Sendable {
  /// The results, in the order of the requests.
  let replies: Mailbox<ListedFolder>
  private let queue = DispatchQueue(label: "folders")

  /// - Parameter onReply: Called on another thread after each result.
  init(onReply: @escaping @Sendable () -> Void) { replies = Mailbox(onPost: onReply) }

  /// Reads a folder.
  /// - Parameter path: A path that can begin with "~/".
  func list(_ path: String) {
    queue.async { [replies] in
      let folder = path.withoutTilde
      let names = try? FileManager.default.contentsOfDirectory(atPath: folder).map { name in
        var isFolder = false
        _ = FileManager.default.fileExists(atPath: folder + "/" + name, isDirectory: &isFolder)
        return isFolder ? name + "/" : name
      }
      replies.post(ListedFolder(path: path, names: names))
    }
  }
}
