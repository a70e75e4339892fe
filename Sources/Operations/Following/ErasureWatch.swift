package import Compliance
internal import EventLog
internal import InteractionModel

/// Finishes the erasures of processes that died in the midst of one, while somebody follows the log.
///
/// Whoever requested an erasure is given some time to finish it; both may finish it at once.
package struct ErasureWatch: Sendable {
  private let store: OpenStore
  private let supervisor: Supervisor
  /// How long an erasure is left to whoever requested it: a part of
  /// ``/Compliance/ErasureCertificate/purgeLimit``.
  private let patience: Duration
  /// Behind which record one may be open.
  private var settled = Position.start
  /// Since when each that is open is known.
  private var open: [String: ContinuousClock.Instant] = [:]
  /// Those that nobody here can finish.
  private var left: Set<String> = []

  /// A watch.
  /// - Parameters:
  ///   - store: open to project.
  ///   - supervisor: is told what cannot be finished here.
  ///   - patience: how long an erasure is left to whoever requested it.
  package init(_ store: OpenStore, _ supervisor: Supervisor, patience: Duration = .seconds(15)) {
    self.store = store
    self.supervisor = supervisor
    self.patience = patience
  }

  /// Looks, and finishes what has been open for too long.
  ///
  /// A process that dies says nothing: what tells is that the erasure is open after a while still.
  /// - Throws: what finishing an erasure throws.
  package mutating func look() async throws {
    let head = try store.events.head().position
    guard head > settled else { return }
    let pending = try ErasureCertificate.pending(in: store.events, after: settled)
    guard !pending.isEmpty else {
      (settled, open, left) = (head, [:], [])
      return
    }
    let now = ContinuousClock.now
    open = Dictionary(uniqueKeysWithValues: pending.map { ($0.erasure, open[$0.erasure] ?? now) })
    let interrupted = pending.filter {
      open[$0.erasure].map { $0.duration(to: now) >= patience } ?? false
        && !left.contains($0.erasure)
    }
    guard !interrupted.isEmpty else { return }
    do {
      // Opening the log with its vault finishes what was interrupted, and says so.
      _ = try await store.log()
    } catch  where error.isOfClosedVault {
      for erasure in interrupted { supervisor.tell(.leavesErasure(erasure, because: error)) }
      left.formUnion(interrupted.map(\.erasure))
    }
  }
}

extension OpenStore {
  /// Finishes erasures that were left half done; says of them where the vault cannot be opened.
  ///
  /// For work that has no other use for the vault: whatever comes next with a key finishes them.
  func finishErasures(_ supervisor: Supervisor) async throws {
    let pending = try ErasureCertificate.pending(in: events)
    guard !pending.isEmpty else { return }
    do {
      _ = try await log()
    } catch  where error.isOfClosedVault {
      for erasure in pending { supervisor.tell(.leavesErasure(erasure, because: error)) }
    }
  }
}
