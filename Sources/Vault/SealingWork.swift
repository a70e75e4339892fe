internal import Dispatch
internal import EventLog
internal import InteractionModel
internal import Synchronization

/// Events that are checked and wait for their keys; workers seal ranges of them.
struct SealingWork: Sendable {
  /// From this many events on, two workers seal.
  private static let parallelLimit = 64

  let events: [NewEvent]
  private let origin: String
  /// Whom the personal parts are about, one behind the other.
  let subjects: [Subject]
  /// Where the subjects of each event begin; one more at the end.
  private let offsets: [Int]

  /// Checks events.
  /// - Parameters:
  ///   - events: the events in the order they shall have.
  ///   - store: the log they are for, which is asked only about what it would not take today.
  /// - Throws: ``/EventLog/AppendError/invalid(id:_:)`` for the first event that cannot become a
  ///   record, ``/EventLog/AppendError/storage(_:)`` when the log cannot be asked.
  init(_ events: [NewEvent], for store: any EventStore) throws(AppendError) {
    var subjects: [Subject] = []
    subjects.reserveCapacity(events.count)
    var offsets: [Int] = []
    offsets.reserveCapacity(events.count + 1)
    // By index: a copy of an event counts up references to twenty things.
    var events = events
    for index in events.indices {
      if events[index].party == nil, let party = events[index].namedParty {
        events[index].party = party
      }
      try events[index].validate { () throws(StorageFault) in
        try !store.positions(.id(events[index].id), in: ReadRange(), limit: 1).isEmpty
      }
      offsets.append(subjects.count)
      for part in events[index].personal { subjects.append(part.subject) }
    }
    offsets.append(subjects.count)
    self.events = events
    origin = store.origin
    self.subjects = subjects
    self.offsets = offsets
  }

  /// Seals and encodes the events.
  /// - Parameters:
  ///   - keys: the data key of each subject, in order.
  ///   - isAlone: whether nobody else has work for the other cores: a large batch is then sealed
  ///     on two.
  /// - Returns: the batch.
  /// - Throws: ``/EventLog/AppendError/invalid(id:_:)`` when a line would be too large.
  func seal(with keys: [DataKey], isAlone: Bool) throws(AppendError) -> PreparedBatch {
    guard isAlone, events.count >= SealingWork.parallelLimit else {
      return try seal(0..<events.count, keys)
    }
    let middle = events.count / 2
    let halves = [0..<middle, middle..<events.count]
    let results = Mutex<[Int: Result<PreparedBatch, AppendError>]>([:])
    DispatchQueue.concurrentPerform(iterations: halves.count) { half in
      let result = Result { () throws(AppendError) in try seal(halves[half], keys) }
      results.withLock { $0[half] = result }
    }
    var sealed: [SealedEvent] = []
    sealed.reserveCapacity(events.count)
    var attachments: [(event: Int, files: [SealedAttachment])] = []
    for half in halves.indices {
      guard let batch = try results.withLock({ $0[half] })?.get() else { continue }
      sealed += batch.events
      attachments += batch.attachments
    }
    return PreparedBatch(events: sealed, attachments: attachments)
  }

  private func seal(
    _ range: Range<Int>, _ keys: [DataKey]
  ) throws(AppendError) -> PreparedBatch {
    var sealer = Sealer(origin: origin)
    var sealed: [SealedEvent] = []
    sealed.reserveCapacity(range.count)
    var attachments: [(event: Int, files: [SealedAttachment])] = []
    for index in range {
      var files: [SealedAttachment] = []
      sealed.append(
        try sealer.seal(
          events[index], keys: keys[offsets[index]..<offsets[index + 1]], attachments: &files))
      if !files.isEmpty { attachments.append((index, files)) }
    }
    return PreparedBatch(events: sealed, attachments: attachments)
  }
}
