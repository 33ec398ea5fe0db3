import Blueprint
import Foundation
import Testing

@testable import AlexNet

/// `make install` and `make uninstall`, by the script that they run.
@Suite struct InstallTests {
  static let repository = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Runs the script.
  private func run(_ arguments: String...) throws -> (status: Int32, errors: String) {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = [Self.repository.appending(path: ".ci/install").path] + arguments
    process.environment = ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent"]
    let errors = Pipe()
    process.standardOutput = FileHandle.nullDevice
    process.standardError = errors
    try process.run()
    let text = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: text, as: UTF8.self))
  }

  /// The paths of all files and folders in a folder.
  private func contents(_ folder: String) -> Set<String> {
    Set(FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? [])
  }

  @Test func whatIsInstalledRunsAndIsRemovedAgain() throws {
    let folder = try TemporaryFolder()
    let root = folder.path + "/root/opt/alexnet"
    let installed = try run(
      "install", Program.executable.path, "/opt/alexnet", folder.path + "/root")
    #expect(installed.status == 0, "\(installed.errors)")
    let paths = contents(root)
    for path in [
      "bin/alexnet", "share/man/man1/alexnet.1.gz", "share/man/man1/alexnet-runs-list.1.gz",
      "share/bash-completion/completions/alexnet", "share/zsh/site-functions/_alexnet",
      "share/fish/vendor_completions.d/alexnet.fish", "share/doc/alexnet/README.md",
      "share/doc/alexnet/AlexNet/GettingStarted.md",
    ] + NetworkSpec.presetNames.map({ "share/alexnet/networks/\($0).json" }) {
      #expect(paths.contains(path), "\(path) is missing")
    }
    let process = Process()
    process.executableURL = URL(filePath: root + "/bin/alexnet")
    process.arguments = ["describe", root + "/share/alexnet/networks/paper.json"]
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)

    // A file of another program is kept, with its folder.
    try Data().write(to: URL(filePath: root + "/bin/other"))
    #expect(try run("uninstall", "/opt/alexnet", folder.path + "/root").status == 0)
    let left = contents(root).filter { path in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(
        atPath: "\(root)/\(path)", isDirectory: &isFolder) && !isFolder.boolValue
    }
    #expect(left == ["bin/other"])
    #expect(!FileManager.default.fileExists(atPath: root + "/share/alexnet"))
    #expect(!FileManager.default.fileExists(atPath: root + "/share/doc/alexnet"))
  }

  @Test func theZshFunctionOfAPackageIsInItsOwnFolder() throws {
    let folder = try TemporaryFolder()
    #expect(try run("install", Program.executable.path, "/usr", folder.path).status == 0)
    let place =
      FileManager.default.fileExists(atPath: "/etc/debian_version")
      ? "vendor-completions" : "site-functions"
    #expect(contents(folder.path).contains("usr/share/zsh/\(place)/_alexnet"))
  }

  @Test(arguments: [
    ["install", "/nonexistent/alexnet", "/usr/local"], ["install", "/bin/true", "relative"],
    ["uninstall", "relative"], ["uninstall", "/usr", "relative"], ["other"], [],
  ])
  func aWrongCallIsRefused(arguments: [String]) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = [Self.repository.appending(path: ".ci/install").path] + arguments
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    let text = String(
      decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 1)
    #expect(text.hasPrefix("install: "))
  }
}

/// The package for Debian, by the script of `make deb`.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/dpkg-shlibdeps")))
struct PackageTests {
  /// The program of the tests is linked with the shared libraries of Swift, which only a compiler installs.
  @Test(arguments: [
    (Program.executable.path, "does not carry Swift's runtime"),
    ("/nonexistent/alexnet", "is missing"),
  ])
  func aProgramThatCannotStartElsewhereIsNotPacked(program: String, reason: String) throws {
    let folder = try TemporaryFolder()
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments =
      [InstallTests.repository.appending(path: ".ci/make-deb").path]
      + [program, folder.path + "/packages"]
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    let text = String(
      decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 1)
    #expect(text.hasPrefix("make-deb: ") && text.contains(reason))
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/packages"))
  }
}
