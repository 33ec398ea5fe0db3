import Blueprint
import Foundation
import Testing

@testable import AlexNet

/// A shell with the script that the program writes for it.
enum CompletingShell: String, CaseIterable {
  case bash, fish, zsh

  var path: String { "/usr/bin/\(rawValue)" }

  /// The shells of this machine. Only bash is required.
  static let installed = allCases.filter {
    $0 == .bash || FileManager.default.isExecutableFile(atPath: $0.path)
  }

  /// A script in the shell's language. Its arguments are the script with the completions, and the words of a
  /// command line, of which the last one, which can be empty, is completed. It prints the completions.
  private var driver: String {
    switch self {
    case .bash:
      // The variables and arguments with which bash calls the function (bash(1), Programmable Completion).
      """
      source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"
      COMP_POINT=${#COMP_LINE}; complete=($(complete -p alexnet))
      "${complete[-2]}" "$1" "${@: -1}" "${@: -2:1}"; printf '%s\\n' "${COMPREPLY[@]}"
      """
    case .fish:
      // Each completion is followed by a tab and its description (complete(1)).
      "source $argv[1]; complete -C (string join -- ' ' $argv[2..]) | string replace -r '\\t.*' ''"
    case .zsh:
      // zsh completes only on a terminal (zshmodules(1), zpty). There each added match is also written into a
      // file (zshcompwid(1), compadd): calls with -A, -D or -O add nothing.
      #"""
      zmodload zsh/zpty; script=$1; shift; zpty shell zsh -f -i
      zpty -w shell "PS1= PATH=${1:h}:\$PATH fpath=(${script:h} \$fpath) matches=$script.matches"
      zpty -w shell 'autoload -Uz compinit; compinit -u -D'
      zpty -w shell 'compadd() { local -a found; if [[ ${@[1,(i)(-|--)]} == *-[ADO]\ * ]] {
        builtin compadd "$@"; return }; builtin compadd -O found "$@"; print -rl -- $found >>$matches
        builtin compadd "$@" }'
      zpty -w shell 'offer() { _main_complete; print "<""end>"; compstate[list]= compstate[insert]= }'
      zpty -w shell 'zle -C offer complete-word offer; bindkey "^I" offer; print "<""ready>"'
      zpty -r shell answer '*<ready>*'; zpty -w -n shell "alexnet ${(j: :)@[2,-1]}"$'\t'
      zpty -r shell answer '*<end>*'; zpty -d shell; cat $script.matches
      """#
    }
  }

  /// Returns the completions of the last word, which can be empty.
  /// - Parameters:
  ///   - words: The words after the program's name.
  ///   - folder: The folder for files of the shell, which is its home too.
  func completions(_ words: [String], in folder: TemporaryFolder) throws -> [String] {
    // zsh finds the function by the name of its file.
    let script = try folder.file(
      self == .zsh ? "_alexnet" : "alexnet.\(rawValue)",
      Program.run("--generate-completion-script", rawValue).output)
    let program = Program.executable
    let search = "\(program.deletingLastPathComponent().path):/usr/bin:/bin"
    // fish completes programs by their name alone. The limit of time is that of a hang.
    let name = self == .fish ? "alexnet" : program.path
    let interpreted = self == .fish ? [] : [rawValue]
    let output = try Command(
      path: "/usr/bin/timeout",
      arguments: ["120", rawValue, "-c", driver] + interpreted + [script, name] + words,
      environment: ["PATH": search, "HOME": folder.path, "TERM": "xterm"]
    ).output()
    return output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
      .filter { !$0.isEmpty }
  }
}

/// The words that shells offer, by the scripts that the program writes.
@Suite struct CompletionTests {
  private func completions(
    _ shell: CompletingShell, _ words: String..., runs: [String] = []
  ) throws -> Set<String> {
    let folder = try TemporaryFolder()
    for run in runs {
      try FileManager.default.createDirectory(
        atPath: "\(folder.path)/runs/\(run)", withIntermediateDirectories: true)
    }
    let words = words.map { $0 == "RUNS" ? folder.path + "/runs" : $0 }
    return Set(try shell.completions(words, in: folder))
  }

  @Test(arguments: CompletingShell.installed)
  func commandsOptionsAndValuesAreOffered(by shell: CompletingShell) throws {
    #expect(try completions(shell, "des") == ["describe"])
    #expect(try completions(shell, "train", "--net") == ["--network"])
    #expect(
      try completions(shell, "train", "--network", "ci")
        == Set(NetworkSpec.presetNames.filter { $0.hasPrefix("ci") }))
    #expect(try completions(shell, "watch", "--theme", "co") == ["contrast", "color-blind"])
    #expect(try completions(shell, "data", "get", "mn") == ["mnist"])
    #expect(try completions(shell, "train", "--schedule", "pl") == ["plateau"])
    #expect(try completions(shell, "train", "--on", "f") == ["failed", "finished"])
    #expect(try !completions(shell, "").contains(Installation.name))
  }

  @Test(arguments: CompletingShell.installed)
  func optionsOfTheDefaultCommandAreOfferedWithoutItsName(by shell: CompletingShell) throws {
    #expect(try completions(shell, "--net") == ["--network"])
    #expect(try completions(shell, "--network", "pa") == ["paper"])
    #expect(try completions(shell, "--threads", "2", "--theme", "da") == ["dark"])
    #expect(try completions(shell, "--ver") == ["--version"])
  }

  @Test(arguments: CompletingShell.installed)
  func helpIsFollowedByCommandsAndTopics(by shell: CompletingShell) throws {
    #expect(
      try completions(shell, "help", "")
        == Set(AlexNetCommand.names + HelpTopic.all.map(\.name)))
    #expect(try completions(shell, "help", "exi") == ["exit-status"])
  }

  /// The script for fish asks for the place of the cursor, which fish has only at its prompt.
  @Test(arguments: CompletingShell.installed.filter { $0 != .fish })
  func runsAreOfferedFromTheFolderOfRuns(by shell: CompletingShell) throws {
    #expect(
      try completions(shell, "runs", "show", "--runs", "RUNS", "", runs: ["first", "second"])
        == ["first", "second"])
    #expect(
      try completions(shell, "attach", "--runs", "RUNS", "s", runs: ["first", "second"])
        == ["second"])
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
