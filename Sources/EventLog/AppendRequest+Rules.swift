public import InteractionModel

// What every store refuses, asked of it before anything is written. Which events are fresh, the
// store knows: those that the log does not have yet.

extension AppendRequest {
  /// The first belief about a stream that does not hold, in the order of their names; nil when all
  /// do.
  ///
  /// Nothing is believed any more about a stream whose events are all known duplicates, and of a
  /// request without anything new. A stream that the request appends nothing to is checked: it
  /// stands there as a guard.
  /// - Parameters:
  ///   - fresh: the indices of the fresh events.
  ///   - version: how many events a stream has.
  /// - Returns: the conflict.
  /// - Throws: what asking for a version throws.
  package func conflict<Failure: Error>(
    fresh: some Sequence<Int>, version: (StreamID) throws(Failure) -> Int64
  ) throws(Failure) -> AppendError? {
    guard !expectations.isEmpty else { return nil }
    let written = Set(fresh.map { events[$0].event.stream })
    guard !written.isEmpty else { return nil }
    let named = Set(events.map(\.event.stream))
    for (stream, expected) in expectations.sorted(by: { $0.key < $1.key })
    where written.contains(stream) || !named.contains(stream) {
      let actual = try version(stream)
      guard expected.isMet(by: actual) else {
        return .versionConflict(stream: stream, expected: expected, actual: actual)
      }
    }
    return nil
  }

  /// Why its keys refuse it: a destruction that cannot be, or an event sealed by a key that is
  /// destroyed, by this batch included; nil when nothing does.
  /// - Parameters:
  ///   - fresh: the indices of the fresh events.
  ///   - head: the last position of the log.
  ///   - destroyer: the record that destroyed a key.
  /// - Returns: the refusal.
  /// - Throws: what asking for a destroyer throws.
  package func refusal<Failure: Error>(
    fresh: some Sequence<Int>, head: Position,
    destroyer: (_ key: String) throws(Failure) -> Position?
  ) throws(Failure) -> AppendError? {
    if let destroying {
      if let fault = destroying.fault(head: head, events: events.count) { return .storage(fault) }
      if destroying.record == nil, fresh.contains(0) {
        for key in destroying.keys {
          if let position = try destroyer(key) { return .alreadyDestroyed(key: key, by: position) }
        }
      }
    }
    let dying = Set(destroying?.keys ?? [])
    for index in fresh {
      for part in events[index].sealed {
        if let position = try destroyer(part.key) ?? (dying.contains(part.key) ? head.next : nil) {
          return .keyDestroyed(id: events[index].event.id, key: part.key, by: position)
        }
      }
    }
    return nil
  }

  /// Whether a stored event and one of these are the same.
  /// - Parameters:
  ///   - stored: the record with the event's id.
  ///   - index: the event.
  /// - Returns: whether they are.
  /// - Throws: ``AppendError`` `storage` when that cannot be told.
  package func compare(_ stored: StoredRecord, _ index: Int) throws(AppendError) -> Bool {
    do {
      return try isSame(stored, index)
    } catch let fault as StorageFault {
      throw .storage(fault)
    } catch let error as AppendError {
      throw error
    } catch {
      // Only the type: the words of an unknown error could hold what was compared.
      throw .storage(
        StorageFault(
          code: .compare,
          reason: """
            event \(events[index].event.id) is already at position \(stored.position) and could \
            not be compared with it; nothing was appended
            """,
          remedy: "ask again once it can be opened",
          cause: String(describing: type(of: error))))
    }
  }
}
