import Foundation
import Testing

@testable import Cluster

@Suite("A part of the program that uses MPI")
struct MPIPartTests {
  private let folder = FileManager.default.temporaryDirectory
    .appending(path: "alexnet-parts-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  @Test("is searched beside the program, and in the libraries of an installed one")
  func bothFoldersAreSearched() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let program = folder.appending(path: "bin/alexnet").path
    #expect(MPIPart.all(near: program, [:]).isEmpty)
    let paths = ["bin/libalexnet-mpi-mpich.so", "lib/alexnet/libalexnet-mpi-openmpi.so"]
    for path in paths {
      let file = folder.appending(path: path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data("not a library".utf8).write(to: file)
    }
    let parts = MPIPart.all(near: program, [:])
    #expect(parts.map(\.path) == paths.map { folder.appending(path: $0).path })
  }

  @Test("is the one that the environment variable names, which has precedence")
  func aVariableNamesIt() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let parts = MPIPart.all(
      near: folder.appending(path: "alexnet").path, ["ALEXNET_MPI_LIBRARY": "/nonexistent.so"])
    #expect(parts.map(\.path) == ["/nonexistent.so"])
  }

  @Test("has the system's message if it cannot be opened")
  func aDamagedFileIsRefused() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "libalexnet-mpi-openmpi.so")
    try Data("not a library".utf8).write(to: file)
    guard case .failure(.shimRefused(let path, let message)) = MPIPart(opening: file.path).library
    else {
      Issue.record("it was opened")
      return
    }
    #expect(path == file.path)
    #expect(!message.isEmpty)
  }
}
