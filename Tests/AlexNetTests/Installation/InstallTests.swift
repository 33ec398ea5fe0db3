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

/// The words that a shell offers, found by the script for bash.
@Suite struct CompletionTests {
  /// Returns the completions of the last word, which can be empty.
  private func completions(_ words: String..., runs: [String] = []) throws -> [String] {
    let folder = try TemporaryFolder()
    for run in runs {
      try FileManager.default.createDirectory(
        atPath: "\(folder.path)/runs/\(run)", withIntermediateDirectories: true)
    }
    let words = words.map { $0 == "RUNS" ? folder.path + "/runs" : $0 }
    let script = try folder.file(
      "alexnet.bash", Program.run("--generate-completion-script", "bash").output)
    // The variables and arguments with which bash calls the function (bash(1), Programmable Completion).
    let driver = """
      source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"
      COMP_POINT=${#COMP_LINE}; _alexnet "$1" "${@: -1}" "${@: -2:1}"; printf '%s\\n' "${COMPREPLY[@]}"
      """
    let output = try Command(
      path: "/bin/bash",
      arguments: ["-c", driver, "bash", script, Program.executable.path] + words,
      environment: ["PATH": "/usr/bin:/bin", "HOME": folder.path]
    ).output()
    return output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
  }

  @Test func commandsOptionsAndValuesAreOffered() throws {
    #expect(try completions("des") == ["describe"])
    #expect(try completions("train", "--net") == ["--network"])
    #expect(
      try completions("train", "--network", "ci")
        == NetworkSpec.presetNames.filter { $0.hasPrefix("ci") })
    #expect(try completions("watch", "--theme", "co") == ["contrast", "color-blind"])
    #expect(try completions("data", "get", "mn") == ["mnist"])
    #expect(try completions("train", "--schedule", "pl") == ["plateau"])
    #expect(try !completions("").contains(Installation.name))
  }

  @Test func runsAreOfferedFromTheFolderOfRuns() throws {
    #expect(
      try completions("runs", "show", "--runs", "RUNS", "", runs: ["first", "second"])
        == ["first", "second"])
    #expect(
      try completions("attach", "--runs", "RUNS", "s", runs: ["first", "second"]) == ["second"])
  }

  @Test func theFolderIsThatOfTheCommandLineOrOfTheEnvironment() throws {
    let folder = try TemporaryFolder()
    for path in ["a/one", "data/alexnet/runs/two"] {
      try FileManager.default.createDirectory(
        atPath: "\(folder.path)/\(path)", withIntermediateDirectories: true)
    }
    let environment = ["XDG_DATA_HOME": folder.path + "/data"]
    #expect(RunNames.all(for: ["alexnet", "attach"], environment) == ["two"])
    #expect(RunNames.all(for: ["--runs", folder.path + "/a"], environment) == ["one"])
    #expect(RunNames.all(for: ["--runs=\(folder.path)/a"], environment) == ["one"])
    #expect(RunNames.all(for: ["--runs", "/nonexistent"], environment).isEmpty)
    #expect(RunNames.all(for: [], [:]).isEmpty)
  }
}
