internal import Compliance
internal import EventLog
internal import InteractionModel
internal import Operations
internal import ProjectionEngine

/// Finishes the erasures of processes that died in the midst of one.
struct ErasureWorker: Worker {
  let store: OpenStore
  let supervisor: Supervisor

  var name: String { "erasures" }

  func run(_ status: WorkerStatus) async throws {
    var watch = ErasureWatch(store, supervisor)
    try await status.everySecond {
      try await watch.look()
      status.set(.live)
    }
  }
}

/// Has the words of readings that showed nobody forgotten in time.
struct WordsWorker: Worker {
  let words: WordsWatch

  var name: String { "words" }

  func run(_ status: WorkerStatus) async throws {
    var looked: ContinuousClock.Instant?
    try await status.everySecond {
      // An hour is little beside the days that words are kept.
      if looked.map({ $0.duration(to: .now) > .seconds(3_600) }) ?? true {
        try await words.look()
        looked = .now
      }
      status.set(.live)
    }
  }
}

/// Removes generations that served before once they were kept long enough.
struct GenerationsWorker: Worker {
  let kept: KeptGenerations

  var name: String { "generations" }

  func run(_ status: WorkerStatus) async throws {
    var looked: ContinuousClock.Instant?
    try await status.everySecond {
      // A minute is little beside the hours that they are kept.
      if looked.map({ $0.duration(to: .now) > .seconds(60) }) ?? true {
        try kept.look()
        looked = .now
      }
      status.set(.live)
    }
  }
}

/// Says when somebody has set the clock that records are taken by.
struct ClockWorker: Worker {
  let clock: WallClock

  var name: String { "clock" }

  func run(_ status: WorkerStatus) async throws {
    try await status.everySecond {
      clock.now()
      status.set(.live)
    }
  }
}

/// Looks whether the log could be appended to: takes its turn among the appends, and the right to write.
struct CommitterWorker: Worker {
  let store: OpenStore

  var name: String { "committer" }

  func run(_ status: WorkerStatus) async throws {
    try await status.everySecond {
      do throws(StorageFault) {
        try await store.events.probeAppending()
        status.set(.live)
      } catch {
        status.set(.stopped(at: nil, why: error.diagnosis.sentence))
      }
    }
  }
}

/// Says once a second that whoever has the lease of the store lives, and how its workers are.
struct LeaseWorker: Worker {
  /// That the lease is gone, with which everything ends that is done under it.
  struct Lost: Error {}

  let lease: any StoreLease
  let report: @Sendable () -> JSONObject

  var name: String { "lease" }

  func run(_ status: WorkerStatus) async throws {
    try await status.everySecond {
      do throws(StorageFault) {
        try lease.renew(report())
        status.set(.live)
      } catch {
        // A full disk takes nobody's lease away; that others cannot see it live is said.
        status.set(.stopped(at: nil, why: error.diagnosis.sentence))
        if error.code == .superseded { throw Lost() }
      }
    }
  }
}
