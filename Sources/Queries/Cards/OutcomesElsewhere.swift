internal import Compliance
internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// What became of promises in other matters than their own, such as a call back that was made in a
/// conversation which nobody linked to the case.
struct OutcomesElsewhere {
  private let model: any ReadModel
  private let log: any EventStore
  /// What is known of the log; nil for all that the read model knows.
  private let subset: LogSubset?
  private let isEmpty: Bool

  /// - Parameters:
  ///   - model: the read model of hand-offs; one that older code built knows of none.
  ///   - reader: who asks.
  ///   - subset: what is known of the log; nil for all that the read model knows.
  /// - Throws: ``/EventLog/StorageFault`` when the read model cannot be read.
  init(in model: any ReadModel, for reader: Reader, knowing subset: LogSubset?) throws {
    self.model = model
    log = reader.store.events
    self.subset = subset
    isEmpty =
      try reader.store.dispensable(ContinuityHandoff.projection) == nil
      || model.keys(ContinuityHandoff.outcomes, where: [], after: nil, limit: 1).isEmpty
  }

  /// Promises as their matter has them, with what became of them elsewhere where that came later.
  /// - Throws: ``/EventLog/StorageFault`` when the log or the read model cannot be read.
  func joined(_ promises: [Document<PromiseField>]) throws -> [Document<PromiseField>] {
    try isEmpty ? promises : promises.map(joined)
  }

  private func joined(_ promise: Document<PromiseField>) throws -> Document<PromiseField> {
    guard promise[.kind] != "sla", let made = try record(at: promise[.position]) else {
      return promise
    }
    let kind = made.type == .callbackPromised ? "callback" : "commitment"
    let names = Set([made.id.description, made.body[kind]?.string].compactMap(\.self))
    let known = try record(at: promise[.statedAt]).map { Moment($0) } ?? Moment(made)
    let table = ContinuityHandoff.outcomes
    let later = try model.rows(table, where: "promise", isAnyOf: names.sorted())
      .compactMap { row -> (moment: Moment, fields: Document<PromiseField>)? in
        let fields: Document<PromiseField> = table.document(row.values)
        guard let record = try record(at: fields[.statedAt]),
          record.type.group == kind, subset?.contains(record) ?? true,
          record.source == made.source || record.body[kind]?.string == made.id.description
        else { return nil }
        return (Moment(record), fields)
      }.filter { promise[.statedAt] == nil || known < $0.moment }
      .max { $0.moment < $1.moment }
    guard let later else { return promise }
    var joined = promise
    for field in [PromiseField.since, .state, .statedAt] { joined[field] = later.fields[field] }
    return joined
  }

  private func record(at place: JSONValue?) throws -> Record? {
    try place?.int.flatMap { try log.record(at: Position($0))?.decoded() }
  }
}

extension Document where Field == MatterField {
  /// The matter with what became of its promises elsewhere.
  func joined(with outcomes: OutcomesElsewhere) throws -> Self {
    guard self[.promises] != nil else { return self }
    var joined = self
    joined[.promises] = .array(
      try outcomes.joined(parts(.promises, of: PromiseField.self)).map(\.json))
    return joined
  }
}
