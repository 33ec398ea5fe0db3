import Blueprint
import Compute
import DisplayText

extension RankFailure: Explained {
  /// The problem, without a full stop.
  public var problem: String {
    let name = "rank \(rank) (host \(host), process \(process))"
    let last = "its last step was \(NumberText.grouped(lastStep))"
    return switch reason {
    case .silent(let seconds):
      "\(name) has not answered for \(NumberText.grouped(Int(seconds.rounded()))) seconds; \(last)"
    case .ended: "\(name) has ended without a message; \(last)"
    case .failed(let message): "\(name) has failed; \(last): \(message)"
    }
  }

  /// The user's next action, without a full stop.
  public var remedy: String { remedy(for: nil) }

  /// Returns the problem and the user's next action, in sentences.
  /// - Parameter run: The name of the run, which can be resumed; `nil` if there is none.
  public func message(for run: String?) -> String {
    "\(problem.prefix(1).uppercased())\(problem.dropFirst())\(problem.hasSuffix(".") ? "" : ".") \(remedy(for: run))."
  }

  private func remedy(for run: String?) -> String {
    let next = run.map { "continue with `\(ProgramCommand.resume($0))`" } ?? "start again"
    return switch reason {
    case .silent: "Check its computer and the network, then \(next)"
    case .ended: "Check the messages of its computer, for example about memory, then \(next)"
    case .failed: "Correct the error, then \(next)"
    }
  }
}
