import Foundation
import Runs

/// A store in a folder of its own, which is deleted with this object.
final class TemporaryStore {
  let store: RunStore

  init() {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "training-tests-\(UUID().uuidString)")
    store = RunStore(directory: folder.path())
  }

  deinit { try? FileManager.default.removeItem(atPath: store.directory) }
}
