internal import InteractionModel

/// Something that goes on for as long as a daemon runs.
protocol Worker: Sendable {
  /// What it is called in status, metrics and logs.
  var name: String { get }

  /// Goes on until it is cancelled, and comes round (``WorkerStatus/turn()``) every second at least.
  /// - Parameter status: what it says of itself.
  /// - Throws: what ended it; it is begun again.
  func run(_ status: WorkerStatus) async throws
}

extension Worker {
  /// Has it go on until the task is cancelled or the lease is lost, whatever else ends it: it is begun
  /// again, each time after a longer pause, and not called live in between.
  func keepRunning(_ status: WorkerStatus) async {
    await withTaskCancellationHandler {
      await runAgainAndAgain(status)
    } onCancel: {
      status.ask()
    }
  }

  private func runAgainAndAgain(_ status: WorkerStatus) async {
    var pause = Duration.milliseconds(250)
    while !Task.isCancelled {
      let began = ContinuousClock.now
      do {
        try await run(status)
        guard !Task.isCancelled else { return }
        status.ended("\(name) has ended although nobody asked it to")
      } catch is CancellationError where Task.isCancelled {
        return
      } catch is LeaseWorker.Lost {
        return
      } catch {
        status.ended(Diagnosis(of: error).sentence)
      }
      // One that ran for a while did not fail for the reason that it failed for before.
      if began.duration(to: .now) > .seconds(60) { pause = .milliseconds(250) }
      // What failed at once fails again at once: a disk that is full, a key that is not there.
      guard (try? await Task.sleep(for: pause)) != nil else { return }
      pause = min(pause * 2, .seconds(10))
    }
  }
}
