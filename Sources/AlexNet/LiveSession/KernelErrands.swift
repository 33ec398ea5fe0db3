import Channels
import Dashboard
import Dispatch
import Foundation
import Images
import Runs

/// What the screen of kernels wants of the run's folder: records of the time-line, read one after another
/// on a thread beside the screen's, and pictures, written on a thread of their own.
final class KernelErrands {
  /// What has been done since.
  let news: Mailbox<DashboardAction>
  private let records = DispatchQueue(label: "kernels")
  private var runs: [Run]

  /// - Parameters:
  ///   - runs: the first is meant where none is named.
  ///   - onNews: called on any thread when there is news.
  init(_ runs: [Run], onNews: @escaping @Sendable () -> Void) {
    self.runs = runs
    news = Mailbox(onPost: onNews)
  }

  /// A run has another name now.
  func follow(_ old: String, to run: Run) {
    if let index = runs.firstIndex(where: { $0.name == old }) { runs[index] = run }
  }

  func load(step: Int?, of name: String?) {
    guard let run = run(name) else { return }
    records.async { [news] in news.post(.kernels(RecordedKernels(of: run, at: step))) }
  }

  func export(_ export: KernelExport, of name: String?) {
    guard let run = run(name) else { return }
    let thread = Thread { [news] in
      _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 5)
      news.post(.exported(Self.write(export, into: run)))
    }
    thread.name = "pictures"
    thread.stackSize = 4 << 20
    thread.start()
  }

  private func run(_ name: String?) -> Run? {
    guard let name else { return runs.first }
    return try? runs.first?.store.run(named: name)
  }

  /// Returns what to tell of it.
  private static func write(_ export: KernelExport, into run: Run) -> String {
    do {
      let name = "kernels-\(export.step).png"
      _ = try run.write(export.picture.png, as: name)
      guard let animation = try KernelAnimation(of: run, like: export) else {
        return "\(name) is in \(run.folder.abbreviated); there is no time-line to animate yet"
      }
      _ = try run.write(animation.bytes, as: "kernels.apng")
      return "\(name) and kernels.apng are in \(run.folder.abbreviated)"
    } catch {
      return "\(error)"
    }
  }
}
