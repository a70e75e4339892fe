public import EventLog
public import InteractionModel

extension SealedEvent {
  /// Puts an event into the form of a sealed one without any secrecy.
  ///
  /// The "ciphertext" is the plaintext. For tests of stores, which never look inside.
  /// - Parameter event: the event.
  /// - Throws: `RecordError` when the line would be too large.
  public convenience init(plain event: NewEvent) throws(RecordError) {
    let id = event.id.bytes
    let parts = event.personal.map { part in
      SealedPart(
        key: String(event.id.description.filter { $0 != "-" }.reversed()),
        commitment: id + id, nonce: Array(id.prefix(12)),
        data: part.content.canonicalBytes + [UInt8](repeating: 0, count: 16), root: id + id)
    }
    try self.init(event, sealed: parts)
  }
}

extension AppendRequest {
  /// A request of events that are sealed without secrecy; see ``SealedEvent/init(plain:)``.
  /// - Parameters:
  ///   - events: the events in order.
  ///   - expectations: what is believed about streams.
  ///   - destroying: keys that count as destroyed from the commit on.
  /// - Throws: `RecordError` when a line would be too large.
  public init(
    plain events: [NewEvent], expectations: [StreamID: Expectation] = [:],
    destroying: KeyDestruction? = nil
  ) throws(RecordError) {
    var sealed: [SealedEvent] = []
    for event in events { sealed.append(try SealedEvent(plain: event)) }
    let all = sealed
    self.init(events: all, expectations: expectations, destroying: destroying) { stored, index in
      let record = try stored.decoded()
      let event = all[index].event
      let parts = try record.sealedParts()
      return record.type == event.type && record.schema == event.schema
        && record.occurred == event.occurred && record.body == event.body
        && parts.map(\.data) == all[index].sealed.map(\.data)
    }
  }
}

extension EventStore {
  /// Appends events that are sealed without secrecy; see ``SealedEvent/init(plain:)``.
  /// - Parameters:
  ///   - events: the events in order.
  ///   - expectations: what is believed about streams.
  ///   - destroying: keys that count as destroyed from the commit on.
  /// - Returns: a placement for each event, in order.
  /// - Throws: `AppendError`, or `RecordError` when a line would be too large.
  @discardableResult
  public func append(
    plain events: [NewEvent], expecting expectations: [StreamID: Expectation] = [:],
    destroying: KeyDestruction? = nil
  ) async throws -> [Placement] {
    try await append(
      AppendRequest(plain: events, expectations: expectations, destroying: destroying))
  }

  /// Every record there is, in position order.
  func allRecords() throws -> [StoredRecord] {
    try records(.all, in: ReadRange(), limit: .max)
  }
}
