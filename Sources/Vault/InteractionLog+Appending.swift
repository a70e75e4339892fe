internal import Dispatch
public import EventLog
internal import Foundation
public import InteractionModel

extension InteractionLog {
  /// Up to this many events are prepared where their caller runs.
  ///
  /// That is some ten microseconds of work an event and a look at one row that is in memory: less
  /// than two changes of thread, and too little to hold up the cooperative pool. Only a commit of
  /// the vault, which waits for the disk, goes to a queue of its own.
  private static let inlineLimit = 8

  /// How often events are sealed again because an erasure came in between.
  private static let attempts = 3

  /// Appends events, all or none; durable when the call returns.
  ///
  /// The same ids with the same content again add nothing and are answered with the places they
  /// have. When an erasure destroys a key between sealing and committing, the events are sealed
  /// again.
  /// - Parameters:
  ///   - events: the events in the order they shall have.
  ///   - expectations: what the writer believes about streams.
  ///   - destroying: keys that count as destroyed from the commit on.
  /// - Returns: a placement for each event, in order.
  /// - Throws: what ``prepare(_:)`` and ``/EventLog/EventStore/append(_:)`` do;
  ///   ``/EventLog/AppendError/erasureUnderWay`` when somebody the events are about is being
  ///   erased.
  public func append(
    _ events: [NewEvent], expecting expectations: [StreamID: Expectation] = [:],
    destroying: KeyDestruction? = nil
  ) async throws(AppendError) -> [Placement] {
    var attempt = 1
    while true {
      let batch = try await prepared(events, isAgain: attempt > 1)
      do throws(AppendError) {
        return try await append(batch, expecting: expectations, destroying: destroying)
      } catch {
        guard case .keyDestroyed = error, attempt < InteractionLog.attempts else { throw error }
        attempt += 1
      }
    }
  }

  private func prepared(
    _ events: [NewEvent], isAgain: Bool
  ) async throws(AppendError) -> PreparedBatch {
    if !isAgain, events.count <= InteractionLog.inlineLimit {
      if let batch = try await preparedInline(events) { return batch }
    }
    return try await InteractionLog.blocking { () throws(AppendError) in
      let batch = try self.prepare(events)
      // A key that the log calls destroyed and the vault still gives out: the erasure has not
      // come to the vault yet.
      if isAgain { try self.checkKeys(of: batch) }
      return batch
    }
  }

  /// Prepares a few events without another thread, but for new keys, whose commit is shared with
  /// all who need some; nil when there are destroyed keys to be looked at first.
  private func preparedInline(_ events: [NewEvent]) async throws(AppendError) -> PreparedBatch? {
    let work = try SealingWork(events, for: store)
    let keys: [DataKey]
    do throws(StorageFault) {
      let request = try vault.request(for: work.subjects)
      if request.isComplete {
        keys = request.completed(with: [])
      } else {
        if try vault.store.hasGoneKeys() { return nil }
        let vault = vault
        keys = request.completed(
          with: try await vault.committer.keys(for: request.missing) {
            subjects throws(StorageFault) in
            try vault.obtain(subjects)
          })
      }
    } catch {
      throw InteractionLog.error(error)
    }
    return try work.seal(with: keys, isAlone: true)
  }

  /// What a fault of the vault means for who appends.
  private static func error(_ fault: StorageFault) -> AppendError {
    fault.code == .erasing ? .erasureUnderWay : .storage(fault)
  }

  private func checkKeys(of batch: PreparedBatch) throws(AppendError) {
    let isDestroyed: Bool
    do throws(StorageFault) {
      let keys = Set(batch.events.flatMap { $0.sealed.map(\.key) })
      isDestroyed = try !store.destroyed(among: Array(keys)).isEmpty
    } catch {
      throw .storage(error)
    }
    if isDestroyed { throw .erasureUnderWay }
  }

  /// Appends events that were prepared.
  /// - Parameters:
  ///   - batch: the events.
  ///   - expectations: what the writer believes about streams.
  ///   - destroying: keys that count as destroyed from the commit on.
  /// - Returns: a placement for each event, in order.
  /// - Throws: what ``/EventLog/EventStore/append(_:)`` does; after
  ///   ``/EventLog/AppendError/keyDestroyed(id:key:by:)`` prepare the events again.
  public func append(
    _ batch: PreparedBatch, expecting expectations: [StreamID: Expectation] = [:],
    destroying: KeyDestruction? = nil
  ) async throws(AppendError) -> [Placement] {
    if !batch.attachments.isEmpty {
      try await InteractionLog.blocking { () throws(AppendError) in
        try self.storeAttachments(of: batch)
      }
    }
    let request = AppendRequest(
      events: batch.events, expectations: expectations, destroying: destroying
    ) {
      stored, index in
      try self.isSame(stored, as: batch.events[index].event)
    }
    return try await store.append(request)
  }

  /// Checks, seals and encodes events; blocks its thread for the work.
  ///
  /// Nothing is recorded yet, but the keys of new subjects are durable in the vault: a record must
  /// never be sealed by a key that could be lost. Events that the log has already, of subjects
  /// who were erased since, make no key: they will be set aside.
  /// - Parameter events: the events in the order they shall have.
  /// - Returns: the batch, to be appended once.
  /// - Throws: ``/EventLog/AppendError/invalid(id:_:)`` for the first event that cannot become a
  ///   record, ``/EventLog/AppendError/erasureUnderWay`` when an erasure has closed a subject,
  ///   ``/EventLog/AppendError/storage(_:)`` when the vault cannot be asked.
  public func prepare(_ events: [NewEvent]) throws(AppendError) -> PreparedBatch {
    let work = try SealingWork(events, for: store)
    return try work.seal(with: keys(for: work), isAlone: true)
  }

  /// The keys that events are to be sealed with; may wait for the vault's disk.
  func keys(for work: SealingWork) throws(AppendError) -> [DataKey] {
    do throws(StorageFault) {
      return try vault.dataKeys(for: work.subjects) { spent throws(StorageFault) in
        try self.checkErased(spent.values.joined())
        return try self.unneeded(Set(spent.keys), by: work.events)
      }
    } catch {
      throw InteractionLog.error(error)
    }
  }

  /// Refuses to take keys for destroyed that no erasure destroyed: whoever lost one must get it back,
  /// not a fresh one beside it.
  private func checkErased(_ gone: some Sequence<String>) throws(StorageFault) {
    let gone = Array(gone)
    let destroyed = try store.destroyed(among: gone)
    guard let lost = gone.first(where: { destroyed[$0] == nil }) else { return }
    let age = try age()
    throw StorageFault(
      code: .unavailable,
      reason: """
        the key \(lost) is gone from the vault and no erasure destroyed it, so nothing can be \
        appended about whom it belongs to\(age.reason.map { ": \($0)" } ?? "")
        """,
      remedy: "\(age.remedy), then run \(.verify)")
  }

  /// The subjects of whom the log has all these events already.
  private func unneeded(
    _ subjects: Set<Subject>, by events: [NewEvent]
  ) throws(StorageFault) -> Set<Subject> {
    var unneeded = subjects
    for event in events {
      let named = event.personal.map(\.subject).filter { unneeded.contains($0) }
      guard !named.isEmpty else { continue }
      if try store.positions(.id(event.id), in: ReadRange(), limit: 1).isEmpty {
        unneeded.subtract(named)
      }
    }
    return unneeded
  }

  /// Puts the files of attachments where the records that name them will look for them.
  ///
  /// An event that the log has already is left out: it was sealed by another nonce then, and the
  /// new files would belong to nothing.
  private func storeAttachments(of batch: PreparedBatch) throws(AppendError) {
    do throws(StorageFault) {
      for (event, files) in batch.attachments {
        let id = batch.events[event].event.id
        guard try store.positions(.id(id), in: ReadRange(), limit: 1).isEmpty else { continue }
        for file in files { try store.putAttachment(file.name, file.bytes) }
      }
    } catch {
      throw .storage(error)
    }
  }

  /// Runs blocking work off the cooperative pool, whose few threads everything else needs.
  static func blocking<Value: Sendable>(
    _ work: @escaping @Sendable () throws(AppendError) -> Value
  ) async throws(AppendError) -> Value {
    let result = await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        continuation.resume(returning: Result { () throws(AppendError) in try work() })
      }
    }
    return try result.get()
  }

  // MARK: Comparison

  private func isSame(_ stored: Timestamp?, _ given: Timestamp?) -> Bool {
    guard let stored, let given else { return stored == given }
    return stored.isSame(as: given)
  }

  /// Whether a record says what an event says.
  ///
  /// Compares what the source gave, never what the log adds (position, version, recorded, keys,
  /// ciphertext) or a later link changes (party, case), nor how a time is spelled. A part that was erased counts as same.
  func isSame(
    _ stored: StoredRecord, as event: NewEvent
  ) throws(StorageFault) -> Bool {
    let record = try stored.decoded()
    guard record.type == event.type, record.schema == event.schema,
      isSame(record.occurred, event.occurred), record.channel == event.channel,
      record.direction == event.direction, record.body == event.body,
      record.stream == event.stream, record.conversation == event.conversation,
      record.source == event.source, record.actor == event.actor,
      record.department == event.department, record.correlation == event.correlation,
      record.causation == event.causation,
      record.sealedCount == event.personal.count
    else { return false }
    for part in try open(record) {
      switch part.result {
      case .opened(let content):
        guard content == event.personal[part.index].content else { return false }
      case .erased: continue
      case .notPermitted: return false
      case .unavailable(let unavailability):
        throw StorageFault(
          code: .unavailable,
          reason: """
            part \(part.index) of the record at position \(record.position) cannot be opened, so \
            it is not known whether the event is the same
            """,
          remedy: unavailability.remedy, cause: unavailability.reason)
      }
    }
    return true
  }
}
