import Foundation
import Runs
import Testing

@testable import Attaching

@Suite struct Sockets {
  private func mode(_ path: String) throws -> mode_t {
    var facts = stat()
    try #require(stat(path, &facts) == 0)
    return facts.st_mode & 0o777
  }

  @Test func onlyItsOwnerMayConnect() throws {
    let folder = try RunFolder()
    let host = try TrainerHost(Stage(), of: folder.run)
    #expect(try mode("\(folder.run.folder)/\(TrainerSocket.name)") == 0o600)
    host.close()
    #expect(access("\(folder.run.folder)/\(TrainerSocket.name)", F_OK) != 0)
  }

  @Test func aFolderMayBeDeep() throws {
    let folder = try RunFolder()
    let deep = folder.run.folder + "/" + String(repeating: "d", count: 200)
    try FileManager.default.createDirectory(atPath: deep, withIntermediateDirectories: true)
    let store = RunStore(directory: deep)
    let run = try store.create(folder.run.plan(), name: "deep", data: "scenes")
    let host = try TrainerHost(Stage(), of: run)
    #expect(try RunAttachment(to: run, interest: .nothing).places.count == 1)
    host.close()
  }

  @Test func theSocketOfSomebodyDeadIsReplaced() throws {
    let folder = try RunFolder()
    let dead = try TrainerSocket.listen(of: folder.run)
    close(dead)
    #expect(throws: AttachingError.notThere(run: "r")) {
      try RunAttachment(to: folder.run, interest: .nothing)
    }
    let host = try TrainerHost(Stage(), of: folder.run)
    #expect(try RunAttachment(to: folder.run, interest: .nothing).places.count == 1)
    host.close()
  }

  @Test func whereNobodyIsThatIsSaid() throws {
    let folder = try RunFolder()
    let error = try #require(throws: AttachingError.self) {
      try RunAttachment(to: folder.run, interest: .nothing)
    }
    #expect(error == .notThere(run: "r"))
    #expect(error.problem == "nobody can be reached who trains the run 'r'")
  }

  @Test func aTrainerOfAnotherVersionIsNamed() throws {
    let folder = try RunFolder()
    let listener = try TrainerSocket.listen(of: folder.run)
    let thread = Thread {
      var waiting = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
      poll(&waiting, 1, -1)
      let guest = accept(listener, nil, nil)
      var outbox = Outbox()
      if let packet = try? TrainerMessage.hello(version: 88, places: []).packet() {
        outbox.append(packet)
      }
      _ = outbox.flush(to: guest)
      // Until the other end has gone: it is to hear this, and not that the line is cut.
      var byte: UInt8 = 0
      while recv(guest, &byte, 1, 0) > 0 {}
      close(guest)
    }
    thread.start()
    #expect(throws: AttachingError.otherVersion(theirs: 88, ours: Language.version)) {
      try RunAttachment(to: folder.run, interest: .nothing)
    }
    close(listener)
  }
}
