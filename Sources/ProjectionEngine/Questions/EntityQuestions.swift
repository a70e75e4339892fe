public import EventLog
public import InteractionModel
public import Projections

/// One record's effect on an entity: which fields it changed.
public struct EntityStep: Sendable {
  /// The record.
  public let record: Record
  /// The fields that changed, with what they were and became.
  public let changes: [FieldChange]

  /// A record and what it changed.
  public init(record: Record, changes: [FieldChange]) {
    self.record = record
    self.changes = changes
  }
}

/// A field's change.
public struct FieldChange: Sendable, Hashable {
  /// The field's name.
  public let field: String
  /// What it was; nil when it was absent.
  public let before: JSONValue?
  /// What it became; nil when it went.
  public let after: JSONValue?

  /// A change.
  /// - Parameters:
  ///   - field: the field's name.
  ///   - before: what it was.
  ///   - after: what it became.
  public init(field: String, before: JSONValue?, after: JSONValue?) {
    self.field = field
    self.before = before
    self.after = after
  }

  /// Whether a list or an object came into being without anything in it.
  var isEmptyStart: Bool {
    before == nil && (after == .array([]) || after == .object([:]))
  }
}

/// Why a field has its value: the last record that changed it.
public struct Explanation: Sendable {
  /// The field's name.
  public let field: String
  /// Its value.
  public let value: JSONValue
  /// The record that changed it last; nil when no record did: it follows from a link, or has been
  /// empty from the start.
  public let record: Record?

  package init(field: String, value: JSONValue, record: Record?) {
    self.field = field
    self.value = value
    self.record = record
  }

  /// Whether the value is a list or an object without anything in it.
  public var isEmpty: Bool { value == .array([]) || value == .object([:]) }
}

/// Answers about one entity at any point: its state, its records, its steps, its reasons.
///
/// Nothing is kept for this: the entity is folded again from its records, found through the log's
/// indexes under the links that were in force in the subset asked for. That costs time in the
/// number of the entity's records, not in the size of the log: of tables with a
/// ``/Projections/FieldTrace`` a row is made only where it can have changed, and of a
/// ``/Projections/SelectiveState`` only the fields that are meant. Of other tables all rows are made
/// after each record.
public struct EntityQuestions {
  private let log: any EventStore
  private let projection: Projection
  private let fold: Fold
  private let links: SubsetLinks
  /// Which part of the log counts.
  public let subset: LogSubset
  private let quarantines: Quarantines
  private let stop: StopRequest

  /// Questions to a subset of the log.
  /// - Parameters:
  ///   - log: where the records are.
  ///   - model: a read model of the projection, for its links; what it lacks is read from the log.
  ///   - kind: what is asked about; must be a kind that the projection folds by.
  ///   - subset: which part of the log counts.
  ///   - passesOver: whether what is in quarantine for the projection is left out, as it is of its rows.
  ///   - stop: asked at every record; what is asked for is then given up with `CancellationError`.
  /// - Throws: ``StorageFault``; `storage` when the projection does not fold by that kind.
  public init(
    log: any EventStore, model: any ReadModel, over kind: EntityKind, subset: LogSubset,
    passingOverQuarantined passesOver: Bool = true, stop: StopRequest = .never
  ) throws {
    self.log = log
    self.subset = subset
    self.stop = stop
    projection = model.projection
    guard let fold = model.projection.fold(over: kind) else {
      throw StorageFault(
        code: .storage, reason: "\(model.projection.name) does not fold by \(kind.rawValue)")
    }
    self.fold = fold
    quarantines =
      passesOver ? try Quarantines.read(model.projection.name, from: log) : Quarantines()
    // Links behind the checkpoint are in the log and not yet in the read model.
    var later: [Link] = []
    var repeated = RepeatedLinks()
    let known = try model.linksThrough()
    if known < subset.through {
      try log.forEachRecord(in: ReadRange(after: known, through: subset.through)) { stored in
        try stop.check()
        later += repeated.dropped(from: Link.links(of: try stored.decoded())) { _ in nil }
        return true
      }
    }
    links = SubsetLinks(base: model, later: later, subset: subset)
  }

  /// The entity that an id leads to: itself, or whom it was merged into.
  /// - Parameter id: an entity of the kind.
  /// - Returns: the root.
  /// - Throws: ``StorageFault`` when the store fails.
  public func root(of id: String) throws -> String {
    guard let merge = fold.kind.mergeLink else { return id }
    return try Membership(links).root(merge, of: id)
  }

  /// The entity that a record belongs to; nil when it belongs to none.
  /// - Parameter record: any record of the log.
  /// - Returns: the entity.
  /// - Throws: ``StorageFault`` when the store fails.
  public func owner(of record: Record) throws -> String? {
    try Membership(links).entity(of: fold, for: record)
  }

  /// An entity and what is merged into it.
  /// - Parameter id: an entity of the kind.
  /// - Returns: their ids.
  /// - Throws: ``StorageFault`` when the store fails.
  package func members(of id: String) throws -> Set<String> {
    guard let merge = fold.kind.mergeLink else { return [id] }
    return Set(try Membership(links).members(merge, of: id))
  }

  /// What was ever moved into an entity, or said that it is in it, and is not there any more.
  /// - Parameter id: an entity of the kind.
  /// - Returns: each conversation, case or party, with the record whose link leads elsewhere, by names.
  /// - Throws: ``StorageFault`` when the store fails.
  package func departed(from id: String) throws -> [(entity: EntityKey, by: Position)] {
    try Membership(links).departed(from: fold.kind, id).map { ($0.entity, $0.link.position) }
  }

  /// The links that were in force before a position; of the whole subset when there is none.
  func links(before position: Position?) -> SubsetLinks {
    position.map { links.through($0.previous) } ?? links
  }

  /// The records that belong to an entity, in position order.
  /// - Parameter id: an entity of the kind.
  /// - Returns: the records.
  /// - Throws: ``CompletenessAlarm`` or ``StorageFault``.
  public func records(of id: String) throws -> [Record] { try history.records(fold, id) }

  /// When the records that belong to an entity happened, in position order.
  ///
  /// For whoever shows a few of many: it costs what the entity has, but holds no more of it than this.
  /// - Parameter id: an entity of the kind.
  /// - Returns: a moment a record.
  /// - Throws: ``StorageFault`` when the store fails.
  package func moments(of id: String) throws -> [Moment] {
    try heads(of: id, into: [Moment]()) { $0.append(Moment($1)) }.flatMap(\.self)
  }

  /// What is made of the heads of the records that belong to an entity: where each stands, whose it
  /// is, what type it is of and when it happened.
  /// - Parameters:
  ///   - id: an entity of the kind.
  ///   - initial: what each core begins with.
  ///   - take: takes a head in.
  /// - Returns: what each core has made of its part, in position order.
  /// - Throws: ``StorageFault`` when the store fails.
  package func heads<Value: Sendable>(
    of id: String, into initial: Value, _ take: @Sendable (inout Value, Record) -> Void
  ) throws -> [Value] {
    try history.heads(fold, id, into: initial, take)
  }

  /// The records at some places.
  /// - Parameter places: where, each once.
  /// - Returns: the records in the order of the places.
  /// - Throws: ``CompletenessAlarm`` or ``StorageFault``.
  package func records(at places: [Position]) throws -> [Record] {
    try history.records(at: places)
  }

  /// A record of the log; nil when there is none at that place.
  func record(at place: Position) throws -> Record? { try log.record(at: place)?.decoded() }

  /// The state that the records at some places make, as if there were no others.
  /// - Parameter places: where, each once, in position order.
  /// - Returns: a state of the kind.
  /// - Throws: ``FoldError`` when a record is refused; ``CompletenessAlarm`` or ``StorageFault``.
  package func state(from places: [Position]) throws -> any FoldState {
    var state = fold.initial
    for record in try records(at: places) { _ = try quarantines.take(record, into: &state) }
    return state
  }

  private var history: EntityHistory<SubsetLinks> {
    EntityHistory(
      log: log, links: links, subset: subset, quarantines: quarantines,
      projection: projection.name, stop: stop)
  }

  /// The state of an entity: no more of its records is held than a page.
  private func state(of id: String) throws -> any FoldState {
    var state = fold.initial
    try history.forEach(fold, id) { record in _ = try quarantines.take(record, into: &state) }
    return state
  }

  /// All rows of an entity, of any of its tables.
  /// - Parameter id: an entity of the kind.
  /// - Returns: the rows; none when nothing belongs to it and it was not merged.
  /// - Throws: ``FoldError`` when a record is refused.
  public func rows(of id: String) throws -> [Row] {
    try rows(state(of: id), id)
  }

  /// The fields of an entity; nil when nothing belongs to it and it was not merged.
  /// - Parameters:
  ///   - id: an entity of the kind.
  ///   - place: one of its rows; nil for its own row in the fold's first table.
  /// - Returns: the fields.
  /// - Throws: ``FoldError`` when a record is refused.
  public func fields(of id: String, in place: RowPlace? = nil) throws -> JSONObject? {
    guard let place = place ?? ownPlace(id) else { return nil }
    return try fields(nil, of: state(of: id), id, place)
  }

  /// Every record that went into an entity with what it changed.
  /// - Parameters:
  ///   - id: an entity of the kind.
  ///   - place: the row whose changes are shown; nil for the entity's own.
  /// - Returns: the steps, in position order.
  /// - Throws: ``FoldError`` when a record is refused.
  public func steps(of id: String, in place: RowPlace? = nil) throws -> [EntityStep] {
    guard let place = place ?? ownPlace(id) else { return [] }
    var trace = fold.trace(of: place.table)?(place.key)
    var state = fold.initial
    var before = JSONObject()
    var steps: [EntityStep] = []
    try history.forEach(fold, id) { record in
      guard try quarantines.take(record, into: &state) else { return }
      let names = trace?.changes(by: record, in: state)
      // The first record can change all.
      let meant = steps.isEmpty ? nil : names.map { Set($0) }
      let after =
        meant?.isEmpty == true
        ? JSONObject() : try fields(meant, of: state, id, place) ?? JSONObject()
      let changes = EntityQuestions.changes(before, after, only: meant)
      for change in changes { before[change.field] = change.after }
      steps.append(EntityStep(record: record, changes: changes))
    }
    return steps
  }

  /// Why the fields of an entity have their values.
  /// - Parameters:
  ///   - id: an entity of the kind.
  ///   - place: the row that is explained; nil for the entity's own.
  ///   - field: one field; nil for all.
  /// - Returns: a reason for each field, by name.
  /// - Throws: ``FoldError`` when a record is refused.
  public func explain(
    _ id: String, in place: RowPlace? = nil, field: String? = nil
  ) throws -> [Explanation] {
    let (values, causes) = try causes(of: id, in: place, field)
    return values.members.filter { field == nil || $0.key == field }.map { member in
      Explanation(field: member.key, value: member.value, record: causes[member.key])
    }
  }

  private func causes(
    of id: String, in place: RowPlace?, _ field: String?
  ) throws -> (values: JSONObject, causes: [String: Record]) {
    guard let place = place ?? ownPlace(id) else { return (JSONObject(), [:]) }
    if let trace = fold.trace(of: place.table) {
      var search = FieldCauses(from: fold.initial, quarantines: quarantines, stop: stop) {
        state, names in
        try fields(names, of: state, id, place) ?? JSONObject()
      }
      try search.find(in: try records(of: id), trace(place.key), field: field)
      return (search.values, search.causes)
    }
    var causes: [String: Record] = [:]
    for step in try steps(of: id, in: place) {
      // A list that begins empty is not something that the first record said.
      for change in step.changes where change.before != nil || !change.isEmptyStart {
        causes[change.field] = step.record
      }
    }
    return (try fields(of: id, in: place) ?? JSONObject(), causes)
  }

  /// The difference between two sets of fields, sorted by name.
  /// - Parameters:
  ///   - before: what was.
  ///   - after: what is.
  ///   - names: the fields that are looked at; nil for all.
  /// - Returns: the changes.
  public static func changes(
    _ before: JSONObject, _ after: JSONObject, only names: Set<String>? = nil
  ) -> [FieldChange] {
    let names = names ?? Set(before.members.map(\.key)).union(after.members.map(\.key))
    return names.sorted().compactMap { name in
      let (before, after) = (before[name], after[name])
      return before == after ? nil : FieldChange(field: name, before: before, after: after)
    }
  }

  private func ownPlace(_ id: String) -> RowPlace? {
    fold.tables.first.map { RowPlace(table: $0, key: id) }
  }

  private func rows(_ state: any FoldState, _ id: String) throws -> [Row] {
    try RowRendering(links: links).rows(of: state, EntityKey(fold.kind, id)).rows
  }

  /// Fields of a row: those that are named, all when none is; nil when there is no such row.
  private func fields(
    _ names: Set<String>?, of state: any FoldState, _ id: String, _ place: RowPlace
  ) throws -> JSONObject? {
    if fold.trace(of: place.table) != nil, let state = state as? any SelectiveState {
      return try RowRendering(links: links).fields(
        names, of: state, EntityKey(fold.kind, id), key: place.key, in: place.table)
    }
    let row = try rows(state, id).first { row in
      row.table == place.table.name && row.key == place.key
    }
    return row.map { place.table.fields($0.values) }
  }
}

/// One row among those of an entity.
public struct RowPlace: Sendable, Hashable {
  /// Its table.
  public let table: Table
  /// Its key in the table.
  public let key: String

  /// A row's place.
  public init(table: Table, key: String) {
    self.table = table
    self.key = key
  }
}

extension Table {
  /// What people see of a row: its document, or its columns where it has none.
  /// - Parameter values: the row's values.
  /// - Returns: the fields.
  public func fields(_ values: [ColumnValue]) -> JSONObject {
    if let index = columns.firstIndex(where: { $0.name == "document" }),
      case .text(let text) = values[index],
      case .object(let document)? = try? JSONValue(parsing: Array(text.utf8))
    {
      return document
    }
    return JSONObject(zip(columns, values).map { ($0.name, $1.json) })
  }
}
