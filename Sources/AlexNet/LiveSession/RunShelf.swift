import Channels
import Dashboard
import Dispatch
import Foundation
import Runs

/// The runs on disk, for a screen. What it asks is done one thing after another on a thread beside, for
/// journals are long; what came of it is there to be taken.
final class RunShelf: Sendable {
  private let store: RunStore
  private let queue = DispatchQueue(label: "runs")
  private let news: Mailbox<RunsNews>
  private let listing = Monitor<RunStore.Listing?>(nil)

  /// - Parameter onNews: called when there is something to take, on another thread.
  init(_ store: RunStore, onNews: @escaping @Sendable () -> Void) {
    self.store = store
    news = Mailbox(onPost: onNews)
  }

  func takeNews() -> [RunsNews] { news.takeAll() }

  /// Does what concerns runs on disk, and nothing about anything else.
  func perform(_ effect: DashboardEffect) {
    switch effect {
    case .listRuns:
      tell { [listing] store in
        let now = try store.list(after: listing.update { $0 })
        listing.update { $0 = now }
        return .listed(now, secondsFromUTC: TimeZone.current.secondsFromGMT())
      }
    case .loadRuns(let names):
      // One by one: the first is on the screen while the others are read.
      for name in names { tell { .loaded([try RecordedRun($0.run(named: name))]) } }
    case .renameRun(let old, let new):
      tell {
        _ = try $0.rename($0.run(named: old), to: new)
        return .renamed(old, to: new)
      }
    case .deleteRun(let name):
      tell {
        try $0.delete($0.run(named: name))
        return .deleted(name)
      }
    case .writeNote(let text, let name):
      tell {
        try $0.run(named: name).writeNote(text)
        return .noted(name)
      }
    case .send, .measureRoom, .loadKernels, .exportKernels, .quit, .suspend, .repaint: break
    }
  }

  private func tell(_ work: @escaping @Sendable (RunStore) throws -> RunsNews) {
    queue.async { [store, news] in
      do {
        news.post(try work(store))
      } catch let error as any Explained {
        news.post(.failed("\(error.problem). \(error.remedy)."))
      } catch {
        news.post(.failed("\(error)"))
      }
    }
  }
}

extension RecordedRun {
  init(_ run: Run) throws(RunsError) {
    self.init(
      name: run.name, plan: try run.plan(), events: try run.recording().events,
      kernels: (try? run.kernels()).map { ($0.step, $0.kernels) })
  }
}
