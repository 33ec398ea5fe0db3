import Foundation
import Testing

@testable import LiveSession

@Suite struct JobLaunches {
  /// The first lines that launchers print with `--version`.
  @Test(arguments: [
    ("mpirun (Open MPI) 4.1.4", JobLauncher.Library.openMPI),
    ("mpirun.openmpi (OpenRTE) 4.1.4", .openMPI),
    ("HYDRA build details:\n    Version: 4.0.2", .mpich),
  ])
  func theVersionNamesTheLibrary(version: String, library: JobLauncher.Library) {
    #expect(JobLauncher(path: "/usr/bin/mpirun", version: version)?.library == library)
  }

  @Test func anotherProgramIsNoLauncher() {
    #expect(JobLauncher(path: "/usr/bin/mpirun", version: "mpirun 1.0") == nil)
  }

  @Test func theProgramFollowsTheOptions() throws {
    let launcher = try #require(JobLauncher(path: "/bin/mpirun", version: "Open MPI"))
    let words = launcher.words(processes: 3, isRoot: false, program: ["alexnet", "train"])
    #expect(words.starts(with: ["/bin/mpirun", "-n", "3"]))
    #expect(words.suffix(2) == ["alexnet", "train"])
    #expect(!words.contains("--allow-run-as-root"))
  }

  @Test(arguments: [JobMessage.process(12), .log("/tmp/a run/log"), .status(130)])
  func messagesAreRead(message: JobMessage) {
    #expect(JobMessage(line: message.line) == message)
  }

  @Test(arguments: ["", "status", "status x", "other 1"])
  func otherLinesAreNoMessages(line: String) {
    #expect(JobMessage(line: line) == nil)
  }

  @Test func descriptorsReachAnotherSocket() throws {
    let sockets = SocketPair()
    let pipe = Pipe()
    let writing = pipe.fileHandleForWriting
    #expect(DescriptorMessage.send([writing.fileDescriptor], over: sockets.theirs))
    let received = DescriptorMessage.receive(from: sockets.ours.descriptor)
    #expect(received.count == 1)
    for descriptor in received {
      try FileHandle(fileDescriptor: descriptor, closeOnDealloc: true).write(
        contentsOf: Data("hello".utf8))
    }
    try writing.close()
    #expect(pipe.fileHandleForReading.readDataToEndOfFile() == Data("hello".utf8))
    sockets.closeTheirs()
    #expect(DescriptorMessage.receive(from: sockets.ours.descriptor).isEmpty)
  }
}
