import ArgumentParser

/// The script with which a shell completes the words of a command line.
///
/// The parser's script offers the options of the default command only after its name, although they are given
/// without it (`alexnet --network paper`), and offers nothing after `help`. Both are added here.
struct CompletionScript {
  /// The script.
  let text: String

  /// Writes the script for a shell.
  init(for shell: CompletionShell) {
    let script = AlexNetCommand.completionScript(for: shell)
    text =
      switch shell {
      case .bash: Self.bash(script)
      case .zsh: Self.zsh(script)
      default: Self.fish(script)
      }
  }

  /// Finds the shell of a command line; `nil` if the words do not request a script for a known shell.
  /// - Parameter words: The arguments of the program: "--generate-completion-script", "zsh".
  static func requested(by words: [String]) -> CompletionScript? {
    guard words.count == 2, words[0] == "--generate-completion-script" else { return nil }
    return CompletionShell(rawValue: words[1]).map(CompletionScript.init)
  }

  private static let comment =
    "# Options without a command are those of the default command. Commands and topics follow `help`."

  /// The words after `help`, as one text.
  private static let topics = (AlexNetCommand.names + HelpTopic.all.map(\.name))
    .joined(separator: " ")

  private static func bash(_ script: String) -> String {
    script.replacing(
      "complete -o filenames -F _alexnet alexnet",
      with: """
        \(comment)
        _alexnet_line() {
            if [[ "${COMP_WORDS[1]}" = -* ]]; then
                COMP_WORDS=("${COMP_WORDS[0]}" \(Watch.name) "${COMP_WORDS[@]:1}")
                COMP_CWORD=$((COMP_CWORD + 1))
            elif [[ "${COMP_WORDS[1]}" = help && "${COMP_CWORD}" -eq 2 ]]; then
                COMPREPLY=($(compgen -W '\(topics)' -- "${2}"))
                return
            fi
            _alexnet "${@}"
        }

        complete -o filenames -F _alexnet_line alexnet
        """, maxReplacements: 1)
  }

  private static func zsh(_ script: String) -> String {
    let start = """
          local -i ret=1
          local -ar arg_specs=(
      """
    return script.replacing(
      start,
      with: """
            \(comment)
            if [[ "${words[2]}" = -* ]]; then
                _alexnet_\(Watch.name)
                return
            fi

        \(start)
        """, maxReplacements: 1
    ).replacing(
      "'*:subcommands:'", with: "':topic:{__alexnet_complete \(topics)}'", maxReplacements: 1)
  }

  private static func fish(_ script: String) -> String {
    let start = "    switch $unparsed_tokens[1]\n"
    return script.replacing(
      start,
      with: """
            \(comment)
            set -l first $unparsed_tokens[2] (commandline -t)
            if string match -q -- '-*' $first[1]
                set unparsed_tokens $unparsed_tokens[1] \(Watch.name) $unparsed_tokens[2..]
            end
        \(start)
        """, maxReplacements: 1)
        + """

        complete -c 'alexnet' -n '__alexnet_should_offer_completions_for_positional "alexnet help" -eq 1' \
        -fa '\(topics)'

        """
  }
}
