import Blueprint
import Dashboard
import DisplayText
import Evaluating
import FoundationEssentials
import Images
import Machine
import Observing
import Runs

extension RunJobs {
  /// The number of classes and confusions in a result.
  private static let listed = 10
  /// The number of views in a pass beside a training run. A small number ends soon when it is cancelled.
  private static let inputsPerPass = 32

  /// Evaluates a network, and records the result with its run. While a run trains, one thread computes.
  func evaluate(_ request: EvaluationRequest) {
    evaluation.start { [store, replies] isCancelled in
      do {
        let result = try Self.result(of: request, in: store, isCancelled) {
          replies.post(.evaluation(.progress($0)))
        }
        replies.post(.evaluation(.finished(result)))
      } catch EvaluatingError.cancelled {
        replies.post(.evaluation(.cancelled))
      } catch {
        replies.post(.evaluation(.failed(Self.text(of: error))))
      }
    }
  }

  private static func result(
    of request: EvaluationRequest, in store: RunStore, _ isCancelled: () -> Bool,
    _ report: (JobProgress) -> Void
  ) throws -> EvaluationResult {
    let run = try store.run(named: request.run)
    let identity = run.identity
    let network = try TrainedNetwork(run, at: request.checkpoint.choice)
    let data = try EvaluationData(request.images.map(DataChoice.init(typed:)), for: network)
    let isAlone = store.runsInTraining().isEmpty
    let evaluator = try SetEvaluator(
      [network], on: data,
      settings: .init(
        views: request.views == 10 ? .ten : .one,
        inputsPerPass: isAlone ? nil : inputsPerPass,
        threads: isAlone ? ProcessorAllowance.current.threads : 1))
    var clock = ProgressClock()
    let measured = try evaluator.evaluate(
      isCancelled: isCancelled,
      onProgress: { progress in
        let share = Double(progress.done) / Double(max(1, progress.total))
        guard let due = clock.report(share) else { return }
        report(
          JobProgress(
            share: share, secondsLeft: due.secondsLeft,
            amount:
              "\(NumberText.grouped(progress.done)) of \(NumberText.grouped(progress.total)) images"
          ))
      })
    guard !isCancelled() else { throw EvaluatingError.cancelled }
    // The run can have been renamed meanwhile.
    let present = identity.flatMap(store.run) ?? run
    return recorded(measured, of: present, network, isOwn: request.images == nil)
  }

  /// Records a result with its run, and compares it with earlier ones.
  private static func recorded(
    _ measured: SetResult, of run: Run, _ network: TrainedNetwork, isOwn: Bool
  ) -> EvaluationResult {
    let evaluation = measured.evaluation(at: Date().timeIntervalSince1970)
    let earlier = run.evaluations.first {
      $0.others.isEmpty && $0.images.fingerprint == evaluation.images.fingerprint
        && !$0.isRepeated(by: evaluation)
    }
    var path: String?
    var problem: String?
    do {
      path = try run.record(evaluation)
    } catch {
      problem = "\(error)"
    }
    let confusion = measured.confusion
    let names = measured.classNames
    let worst = names.indices.filter { confusion.errors[$0] > 0 }
      .sorted { (confusion.errors[$0], $1) > (confusion.errors[$1], $0) }
    return EvaluationResult(
      run: run.name, evaluation: evaluation, count: measured.count, hasTop5: measured.hasTop5,
      classes: worst.prefix(listed).map {
        .init(name: names[$0], errors: confusion.errors[$0], images: confusion.images[$0])
      },
      confusions: confusion.pairs.prefix(listed).map {
        .init(label: names[$0.truth], guess: names[$0.guess], images: $0.count)
      },
      isOwnValidation: isOwn,
      validation: (try? run.recording()).flatMap { ValidationHistory($0.events).results.last },
      earlier: earlier, file: path?.homeAbbreviated, problem: problem)
  }
}

extension Evaluation {
  /// Returns true if another result is of the same weights and views.
  fileprivate func isRepeated(by other: Evaluation) -> Bool {
    step == other.step && views == other.views && weights == other.weights
  }
}

extension DataChoice {
  /// Creates the choice for a typed text: "scenes", or a path.
  fileprivate init(typed text: String) {
    self = text == "scenes" ? .scenes : .folder(path: text.absolutePath)
  }
}
