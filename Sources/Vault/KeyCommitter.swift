internal import Dispatch
internal import EventLog
internal import InteractionModel
internal import Synchronization

/// Groups the keys that concurrent callers need for new subjects into one commit of the vault.
///
/// A key must be durable before the record that it seals, so a caller with a new subject waits for
/// a sync of the vault; whoever comes while one is under way joins the next, and they share it.
/// Runs on a serial queue of its own, never on the cooperative pool, because a commit blocks.
///
/// Why no keys are made ahead: what must be durable is not the key alone but *whose* it is, or an
/// erasure would not find it after a crash; and whose it is, is known when the event is.
final class KeyCommitter: Sendable {
  private struct Waiting {
    let subjects: [Subject]
    let continuation: CheckedContinuation<Result<[DataKey], StorageFault>, Never>
  }

  private struct Queue {
    var waiting: [Waiting] = []
    var isDraining = false
  }

  private let queue = Mutex(Queue())
  private let serial = DispatchQueue(label: "throughline.vault", qos: .userInitiated)

  /// How many callers wait for the next commit.
  var waitingCount: Int { queue.withLock { $0.waiting.count } }

  /// The keys of some subjects, each named once, from one commit with whoever else waits.
  /// - Parameters:
  ///   - subjects: the subjects.
  ///   - obtain: gets or makes the keys of a group in one durable call.
  /// - Returns: the keys in the order of the subjects.
  /// - Throws: what `obtain` does; a commit that fails fails for all who share it.
  func keys(
    for subjects: [Subject],
    obtain: @escaping @Sendable ([Subject]) throws(StorageFault) -> [DataKey]
  ) async throws(StorageFault) -> [DataKey] {
    let answer = await withCheckedContinuation { continuation in
      let waiting = Waiting(subjects: subjects, continuation: continuation)
      let isFirst = queue.withLock { queue in
        queue.waiting.append(waiting)
        defer { queue.isDraining = true }
        return !queue.isDraining
      }
      if isFirst { serial.async { self.drain(obtain) } }
    }
    return try answer.get()
  }

  private func drain(_ obtain: ([Subject]) throws(StorageFault) -> [DataKey]) {
    while let group = nextGroup() {
      let answers = KeyCommitter.answers(to: group.map(\.subjects), obtain)
      for (waiting, answer) in zip(group, answers) {
        waiting.continuation.resume(returning: answer)
      }
    }
  }

  private func nextGroup() -> [Waiting]? {
    queue.withLock { queue in
      guard !queue.waiting.isEmpty else {
        queue.isDraining = false
        return nil
      }
      defer { queue.waiting = [] }
      return queue.waiting
    }
  }

  private static func answers(
    to group: [[Subject]], _ obtain: ([Subject]) throws(StorageFault) -> [DataKey]
  ) -> [Result<[DataKey], StorageFault>] {
    var union: [Subject] = []
    var places: [Subject: Int] = [:]
    for subject in group.joined() {
      if let place = places[subject] {
        if union[place].party == nil { union[place] = subject }
      } else {
        places[subject] = union.count
        union.append(subject)
      }
    }
    do throws(StorageFault) {
      let keys = try obtain(union)
      return group.map { subjects in
        .success(subjects.compactMap { places[$0] }.map { keys[$0] })
      }
    } catch {
      // Who is being erased is the trouble of whoever asked for them: nothing was written.
      guard error.code == .erasing, group.count > 1 else {
        return group.map { _ in .failure(error) }
      }
      return group.map { subjects in
        Result { () throws(StorageFault) in try obtain(subjects) }
      }
    }
  }
}
