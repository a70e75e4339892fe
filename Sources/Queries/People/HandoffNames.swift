internal import Compliance
internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// Hand-offs by what records call them: by the event that asked for one, by that which made its packet,
/// and by the `handoff` that stands in the body of any of its events.
struct HandoffNames {
  private let model: any ReadModel
  private let log: any EventStore
  private let stop: StopRequest

  /// The names of the hand-offs that a reader may ask for; nil where no read model serves that has them.
  init?(for reader: Reader) {
    guard let model = reader.store.dispensable(ContinuityHandoff.projection) else { return nil }
    self.model = model
    log = reader.store.events
    stop = reader.stop
  }

  /// Whether a source may call a hand-off so: by letters with digits, as in `ESC-114` or `h-1`.
  ///
  /// A word is nobody's id, and a number is mostly a telephone's, for which nobody should wait until all
  /// hand-offs are looked at.
  static func mayCall(_ text: String) -> Bool {
    EntityKey.isValid(id: text) && text.contains(where: \.isNumber)
      && text.contains(where: \.isLetter)
  }

  /// The hand-off that an event asked for or made the packet of; nil when a text is no id of one.
  func whole(_ text: String) throws -> String? {
    guard let event = EventID(text) else { return nil }
    if try row(event.description) != nil { return event.description }
    guard let record = try log.records(.id(event), in: ReadRange(), limit: 1).first?.decoded(),
      record.type == .handoffPrepared
    else { return nil }
    // What a packet was made for caused it, or is named in it.
    let names =
      [record.causation?.description]
      + ["handoff", "transfer"].map { record.body[$0]?.string }
    return try names.compactMap(\.self).first { try row($0) != nil }
  }

  /// The hand-offs whose ids begin with a text, so many as are counted.
  func begun(_ text: String) throws -> [String] {
    // Ids of events are spelled in small letters.
    let beginning = text.lowercased()
    return try model.rows(
      ContinuityHandoff.handoffs, where: [], after: beginning, limit: NamedCount.limit + 1
    ).map(\.key).filter { $0.utf8.starts(with: beginning.utf8) }
  }

  /// The hand-offs that records call by a text, and those that they call by names which begin so; of a text
  /// that is too short to begin with the first alone.
  ///
  /// All hand-offs are looked at, for no index has these names: to be asked when nothing else is meant, and
  /// only where it is a hand-off that is asked for or ``mayCall(_:)`` says so.
  func called(_ text: String) throws -> Called {
    var (whole, begun): ([String], [String]) = ([], [])
    guard EntityKey.isValid(id: text) else { return Called(whole: [], begun: []) }
    let rows = OrderedRows(
      model: model, tables: [ContinuityHandoff.handoffs], column: nil, stop: stop)
    try rows.walk(where: []) { element in
      let handoff = element.document(HandoffField.self)
      let places = Set(
        handoff.parts(.steps, of: StepField.self).compactMap { $0[.position]?.int })
      let packet = handoff.part(.packet, of: PacketField.self)
      var names = packet?[.event]?.string.map { [$0] } ?? []
      for place in places {
        guard let record = try log.record(at: Position(place))?.decoded() else { continue }
        names += record.body["handoff"]?.string.map { [$0] } ?? []
      }
      if names.contains(text) { whole.append(element.row.key) }
      if text.utf8.count >= EntityNames.shortest, names.contains(where: { $0.hasPrefix(text) }) {
        begun.append(element.row.key)
      }
      return true
    }
    return Called(whole: whole, begun: begun)
  }

  /// The hand-offs that are called somehow, by their ids.
  struct Called {
    /// Those that are called so.
    let whole: [String]
    /// Those whose names begin so.
    let begun: [String]

    /// Those that are meant: a whole name comes before a beginning.
    var meant: [String] { whole.isEmpty ? begun : whole }
  }

  /// What something belongs to of which only a hand-off was named.
  func owner(of handoff: String, _ kind: EntityKind) throws -> String? {
    guard let element = try row(handoff) else { return nil }
    switch kind {
    case .case: return element.text("matter_kind") == "case" ? element.text("matter") : nil
    case .conversation: return element.text("conversation")
    case .party: return element.text("party")
    case .document, .register: return nil
    }
  }

  private func row(_ id: String) throws -> OrderedRows.Element? {
    let table = ContinuityHandoff.handoffs
    let rows = OrderedRows(model: model, tables: [table], column: nil)
    return try model.row(table, key: id).map { rows.element($0, of: table) }
  }
}
