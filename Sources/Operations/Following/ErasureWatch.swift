internal import Compliance
internal import EventLog
internal import InteractionModel

/// Finishes the erasures of processes that died in the midst of one, while somebody follows the log.
///
/// Whoever requested an erasure is given some time to finish it; both may finish it at once.
struct ErasureWatch: Sendable {
  /// What it is called when it is said that it ended.
  static let name = "the watch over erasures"

  let store: OpenStore
  let supervisor: Supervisor
  /// How long an erasure is left to whoever requested it: a part of
  /// ``/Compliance/ErasureCertificate/purgeLimit``.
  var patience = Duration.seconds(15)

  /// Watches until it is cancelled.
  func follow() async throws {
    var settled = Position.start
    var left: Set<String> = []
    while true {
      let head = try store.events.head().position
      let pending = try ErasureCertificate.pending(in: store.events, after: settled)
      if pending.isEmpty {
        settled = head
        left = []
        _ = try await store.events.waitForRecords(after: head)
        continue
      }
      // A process that dies says nothing: what tells is that the erasure is open after a while still.
      try await Task.sleep(for: patience)
      let open = Set(
        try ErasureCertificate.pending(in: store.events, after: settled).map(\.erasure))
      let interrupted = pending.filter { open.contains($0.erasure) && !left.contains($0.erasure) }
      guard !interrupted.isEmpty else { continue }
      do {
        // Opening the log with its vault finishes what was interrupted, and says so.
        _ = try await store.log()
      } catch  where error.isOfClosedVault {
        for erasure in interrupted { supervisor.tell(.leavesErasure(erasure, because: error)) }
        left.formUnion(interrupted.map(\.erasure))
      }
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
