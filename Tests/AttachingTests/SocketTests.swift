import Channels
import Foundation
import Runs
import Testing

@testable import Attaching

@Suite struct SocketTests {
  private func mode(_ path: String) throws -> mode_t {
    var status = stat()
    try #require(stat(path, &status) == 0)
    return status.st_mode & 0o777
  }

  @Test func onlyItsOwnerMayConnect() throws {
    let folder = try RunFolder()
    let host = try TrainerHost(ScriptedSession(), of: folder.run)
    #expect(try mode("\(folder.run.folder)/\(TrainerSocket.name)") == 0o600)
    host.close()
    #expect(access("\(folder.run.folder)/\(TrainerSocket.name)", F_OK) != 0)
  }

  @Test func aFolderCanHaveALongPath() throws {
    let folder = try RunFolder()
    let deep = folder.run.folder + "/" + String(repeating: "d", count: 200)
    try FileManager.default.createDirectory(atPath: deep, withIntermediateDirectories: true)
    let store = RunStore(directory: deep)
    let run = try store.create(folder.run.plan(), name: "deep", data: "scenes")
    let host = try TrainerHost(ScriptedSession(), of: run)
    #expect(try RunAttachment(to: run, interest: .nothing).initialPositions.count == 1)
    host.close()
  }

  @Test func theSocketOfAProcessThatHasEndedIsReplaced() throws {
    let folder = try RunFolder()
    let old = try TrainerSocket.listen(of: folder.run)
    close(old)
    #expect(throws: AttachingError.noTrainer(run: "r")) {
      try RunAttachment(to: folder.run, interest: .nothing)
    }
    let host = try TrainerHost(ScriptedSession(), of: folder.run)
    #expect(try RunAttachment(to: folder.run, interest: .nothing).initialPositions.count == 1)
    host.close()
  }

  @Test func aRunWithoutASocketHasNoTrainer() throws {
    let folder = try RunFolder()
    #expect(throws: AttachingError.noTrainer(run: "r")) {
      try RunAttachment(to: folder.run, interest: .nothing)
    }
  }

  @Test func aTrainerOfAnotherVersionIsAnError() throws {
    let folder = try RunFolder()
    let listener = try TrainerSocket.listen(of: folder.run)
    NamedThread.start("trainer") {
      var waiting = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
      poll(&waiting, 1, -1)
      let client = accept(listener, nil, nil)
      var output = SendBuffer()
      if let packet = try? TrainerMessage.hello(version: 88, positions: []).packet() {
        output.append(packet)
      }
      _ = output.flush(to: client)
      // The client closes the connection after it has read the version.
      var byte: UInt8 = 0
      while recv(client, &byte, 1, 0) > 0 {}
      close(client)
    }
    #expect(throws: AttachingError.otherVersion(theirs: 88, ours: AttachingProtocol.version)) {
      try RunAttachment(to: folder.run, interest: .nothing)
    }
    close(listener)
  }
}
