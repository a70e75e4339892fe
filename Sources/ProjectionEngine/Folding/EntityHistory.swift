internal import EventLog
internal import InteractionModel
internal import Projections

/// The records that belong to one entity in a subset of the log, found through the log's indexes.
///
/// Of all of them only the places are held, eight bytes each; of the records themselves a page.
struct EntityHistory<Links: LinkSource & Sendable>: Sendable {
  let log: any EventStore
  let links: Links
  let subset: LogSubset
  /// What the projection passes over.
  let quarantines: Quarantines
  /// Whom an alarm names.
  let projection: String
  var stop = StopRequest.never

  /// How many records are held at once.
  private var page: Int { 1_000 }

  /// The records of an entity in position order.
  /// - Parameters:
  ///   - fold: what is folded by.
  ///   - id: the entity.
  /// - Returns: the records.
  /// - Throws: ``CompletenessAlarm`` or ``StorageFault``.
  func records(_ fold: Fold, _ id: String) throws -> [Record] {
    var records: [Record] = []
    try forEach(fold, id) { records.append($0) }
    return records
  }

  /// Walks through the records of an entity in position order.
  /// - Parameters:
  ///   - fold: what is folded by.
  ///   - id: the entity.
  ///   - body: is given each record.
  /// - Throws: ``CompletenessAlarm`` or ``StorageFault``, or what `body` throws.
  func forEach(_ fold: Fold, _ id: String, _ body: (Record) throws -> Void) throws {
    let reader = RecordReader(log: log, projection: projection)
    try walk(places(fold, id)[...], fold, id, reading: reader.record, body)
  }

  /// What is made of the heads of an entity's records (``InteractionModel/Record/init(headOf:memo:)``),
  /// whose leaves are not checked, on all cores.
  /// - Parameters:
  ///   - fold: what is folded by.
  ///   - id: the entity.
  ///   - initial: what each core begins with.
  ///   - take: takes a head in.
  /// - Returns: what each core has made of its part, in position order.
  /// - Throws: ``StorageFault``.
  func heads<Value: Sendable>(
    _ fold: Fold, _ id: String, into initial: Value,
    _ take: @Sendable (inout Value, Record) -> Void
  ) throws -> [Value] {
    let places = try places(fold, id)
    // Few are not worth a second thread.
    let pieces = places.count < 1_024 ? [places.indices] : Parallel.pieces(places.count)
    return try Parallel.map(pieces.count) { piece in
      let memo = TextMemo()
      var value = initial
      try walk(places[pieces[piece]], fold, id) { position, line, _ in
        do throws(RecordError) {
          let head = try Record(headOf: line, memo: memo)
          // Where it moves somebody to stands in its body.
          let isWhole = fold.reach == .withMoves && Link.moves(of: head) != nil
          return isWhole ? try Record(line: line, memo: memo) : head
        } catch {
          // Names the place and what to do.
          return try StoredRecord(position: position, line: Array(line), leaf: []).decoded()
        }
      } _: {
        take(&value, $0)
      }
      return value
    }
  }

  /// The records at some places.
  /// - Parameter places: where, each once.
  /// - Returns: the records in the order of the places.
  /// - Throws: ``CompletenessAlarm`` or ``StorageFault``.
  func records(at places: [Position]) throws -> [Record] {
    let reader = RecordReader(log: log, projection: projection)
    var records: [Record] = []
    try log.scan(at: places) { position, line, leaf in
      records.append(try reader.record(position, line, leaf: leaf))
      return true
    }
    return records
  }

  /// The alarm about a log that does not give a record that its index leads to.
  private func missing(_ position: Position) -> CompletenessAlarm {
    CompletenessAlarm(
      projection: projection, position: position,
      what: "the log's index leads to the record there, and the log did not give it in its turn")
  }

  /// Where records stand that can belong to an entity, in position order.
  private func places(_ fold: Fold, _ id: String) throws -> [Position] {
    var places: [Position] = []
    let candidates = try Membership(links).candidates(fold.kind, id, reach: fold.reach)
    for candidate in candidates {
      try stop.check()
      places += try log.positions(
        .entity(candidate), in: ReadRange(through: subset.through), limit: .max)
    }
    if candidates.count > 1 { places = Set(places).sorted() }
    return places.filter { !quarantines.covers($0, at: subset.through) }
  }

  /// Walks through those records at some places that belong to an entity, page by page.
  private func walk(
    _ places: ArraySlice<Position>, _ fold: Fold, _ id: String,
    reading read: (Position, UnsafeRawBufferPointer, UnsafeRawBufferPointer) throws -> Record,
    _ body: (Record) throws -> Void
  ) throws {
    let membership = Membership(links)
    var rest = places
    var records: [Record] = []
    while !rest.isEmpty {
      records.removeAll(keepingCapacity: true)
      // The links are asked for behind the scan, in which no store may be.
      let wanted = Array(rest.prefix(page))
      try log.scan(at: wanted) { position, line, leaf in
        records.append(try read(position, line, leaf))
        return true
      }
      let given = records.map(\.position)
      if given != wanted {
        let same = zip(wanted, given).prefix(while: ==).count
        throw missing(wanted.dropFirst(same).first ?? given[same])
      }
      rest = rest.dropFirst(page)
      for record in records {
        try stop.check()
        if subset.contains(record),
          try membership.entities(of: fold, for: record).contains(id)
        {
          try body(record)
        }
      }
    }
  }
}
