public import Compliance
internal import EventLog
public import InteractionModel
internal import ProjectionEngine
internal import Projections

/// The ids that people type: of the thing itself, of something that belongs to it and to no other of
/// its kind, or the beginning of its own.
///
/// For whoever only looks: what destroys or keeps takes whole ids of its own kind.
public struct TypedIDs {
  /// How many candidates are named.
  private static let candidates = 5

  private let reader: Reader

  /// The ids that a reader types.
  /// - Parameter reader: who asks.
  public init(_ reader: Reader) { self.reader = reader }

  /// The id of a case, a party or a conversation that is meant.
  ///
  /// An id of the kind comes before what belongs to an id of another one or to a hand-off, and a whole id
  /// before the beginning of one.
  /// - Parameters:
  ///   - kind: what is asked for.
  ///   - text: what was typed.
  /// - Returns: the id; the text itself where nothing tells that another is meant.
  /// - Throws: ``MalformedQuestion`` that names the candidates when several may be meant.
  public func id(of kind: EntityKind, _ text: String) throws -> String {
    guard let own = place(kind) else { return text }
    let match = try EntityNames(places: [own]).match(text, limit: TypedIDs.candidates + 1)
    if EntityKey.isValid(id: text) {
      guard match.entities != [EntityKey(kind, text)], try !isInLog(EntityKey(kind, text)) else {
        return text
      }
    }
    let others = try Others(kind.rawValue, text, among: places(but: kind)) {
      try ids(of: kind, belongingTo: $0)
    }
    let handoffs = HandoffNames(for: reader)
    let named = try others.named + belonging([handoffs?.whole(text)].compactMap(\.self))
    func belonging(_ handoffs: [String]?) throws -> [String] {
      try (handoffs ?? []).compactMap { try HandoffNames(for: reader)?.owner(of: $0, kind) }
    }
    guard named.isEmpty else { return try only(named, text, kind.rawValue) }
    if match.isTooShort { try refuse(text, kind.rawValue, match.count) }
    guard match.entities.isEmpty else {
      return try only(match.entities.map(\.id), text, kind.rawValue, match.count)
    }
    var begun = try others.begun() + belonging(handoffs?.begun(text))
    if begun.isEmpty, HandoffNames.mayCall(text) {
      begun = try belonging(handoffs?.called(text).meant)
    }
    return try only(begun, text, kind.rawValue)
  }

  /// The id of a case, a party or a conversation that is meant and that the store knows, for whoever asks
  /// what there is of it: nothing is the answer of one that is there, and no answer to a typing error.
  /// - Parameters:
  ///   - kind: what is asked for.
  ///   - text: what was typed.
  /// - Returns: the id; see ``id(of:_:)``.
  /// - Throws: ``UnknownWord`` when nothing is called so, ``MalformedQuestion`` when several may be
  ///   meant.
  func known(_ kind: EntityKind, _ text: String) throws -> String {
    if try isKnown(EntityKey(kind, text)) { return text }
    let id = try id(of: kind, text)
    guard id == text else { return id }
    guard let place = place(kind) else {
      throw QueryError.unknown(QuerySubject(EntityKey(kind, id)))
    }
    var nearest = NearestWords(to: text)
    try OrderedRows(model: place.model, tables: [place.table], column: nil, stop: reader.stop)
      .walk(where: []) { row in
        nearest.take(row.row.key)
        return true
      }
    throw UnknownWord(kind.rawValue, text, nearest: nearest.words)
  }

  /// The id of a hand-off that is meant: its own, another that records call it by, or that of a case, a
  /// party or a conversation in which only one was prepared.
  /// - Parameter text: what was typed.
  /// - Returns: the id; the text itself where nothing tells that another is meant.
  /// - Throws: ``MalformedQuestion`` that names the candidates when several may be meant.
  public func handoff(_ text: String) throws -> String {
    let table = ContinuityHandoff.handoffs
    guard let model = place(.party)?.model, let names = HandoffNames(for: reader),
      try model.row(table, key: text) == nil
    else { return text }
    if let whole = try names.whole(text) { return whole }
    let others = try Others("hand-off", text, among: places()) { try handoffs(of: $0, in: model) }
    guard others.named.isEmpty else { return try only(others.named, text, "hand-off") }
    let begun = try names.begun(text)
    let count = NamedCount(begun.count)
    if text.utf8.count < EntityNames.shortest { try refuse(text, "hand-off", count) }
    guard begun.isEmpty else { return try only(begun, text, "hand-off", count) }
    let called = try names.called(text)
    guard called.whole.isEmpty else { return try only(called.whole, text, "hand-off") }
    let belonging = try others.begun()
    return try only(belonging.isEmpty ? called.begun : belonging, text, "hand-off")
  }

  /// What belongs to things of other kinds that a text names.
  private struct Others {
    /// What belongs to whatever has the text as its id.
    let named: [String]
    private let kind: String
    private let text: String
    private let match: EntityNames.Match
    private let belonging: (EntityKey) throws -> [String]

    /// - Parameters:
    ///   - kind: what is asked for.
    ///   - text: what was typed.
    ///   - places: where ids of the other kinds are.
    ///   - belonging: the ids of what is asked for that belong to something.
    /// - Throws: ``/EventLog/StorageFault`` when a read model cannot be read.
    init(
      _ kind: String, _ text: String, among places: [EntityNames.Place],
      _ belonging: @escaping (EntityKey) throws -> [String]
    ) throws {
      (self.kind, self.text, self.belonging) = (kind, text, belonging)
      match = try EntityNames(places: places).match(text, limit: NamedCount.limit)
      named = try match.entities.filter { $0.id == text }.flatMap(belonging)
    }

    /// What belongs to whatever is spelled like the text or begins with it.
    func begun() throws -> [String] {
      guard match.count.number <= NamedCount.limit else {
        throw MalformedQuestion(
          "\(match.count) ids begin with “\(text)”, and none is that of a \(kind); type more of it")
      }
      return try match.entities.flatMap(belonging)
    }
  }

  /// Refuses a text that is too short to tell by which of some is meant; nothing where none can be.
  private func refuse(_ text: String, _ kind: String, _ count: NamedCount) throws {
    guard count.number > 0 else { return }
    let begin = count.number == 1 ? "begins" : "begin"
    throw MalformedQuestion(
      """
      “\(text)” is too short to tell a \(kind) by: \(count) \(begin) so; type at least \
      \(EntityNames.shortest) characters of its id
      """)
  }

  /// The only one of some; the text itself when there are none.
  private func only(
    _ ids: [String], _ text: String, _ kind: String, _ count: NamedCount? = nil
  ) throws -> String {
    let ids = Set(ids).sorted()
    guard let first = ids.first, ids.count > 1 else { return ids.first ?? text }
    let named = ids.prefix(TypedIDs.candidates).joined(separator: ", ")
    let all = count.map { " (\($0) in all)" } ?? ""
    let more = ids.count > TypedIDs.candidates ? ", …\(all)" : ""
    throw MalformedQuestion(
      "“\(text)” may mean more than one \(kind): \(named)\(more); type one, such as \(first)")
  }

  private func place(_ kind: EntityKind) -> EntityNames.Place? {
    EntityNames.Place(kind, in: reader.store)
  }

  /// Where ids are, but for those of a kind.
  private func places(but kind: EntityKind? = nil) -> [EntityNames.Place] {
    [.case, .conversation, .party].filter { $0 != kind }.compactMap(place)
  }

  /// Whether the log has records of something that no read model may have come to.
  private func isInLog(_ entity: EntityKey) throws -> Bool {
    try !reader.store.events.positions(.entity(entity), in: ReadRange(), limit: 1).isEmpty
  }

  /// Whether anything in the store names something, be it a link alone.
  private func isKnown(_ entity: EntityKey) throws -> Bool {
    guard EntityKey.isValid(id: entity.id) else { return false }
    return try place(entity.kind)?.row(entity.id) != nil || isInLog(entity)
      || reader.store.links().mentions(entity)
  }

  // MARK: What belongs together

  /// The row of something, or of what it was merged into.
  private func row(_ entity: EntityKey) throws -> OrderedRows.Element? {
    let element = try place(entity.kind)?.row(entity.id)
    guard entity.kind != .conversation, let root = element?.text("merged_into") else {
      return element
    }
    return try place(entity.kind)?.row(root) ?? element
  }

  /// The hand-offs of something.
  private func handoffs(of entity: EntityKey, in model: any ReadModel) throws -> [String] {
    let table = ContinuityHandoff.handoffs
    guard let element = try row(entity) else { return [] }
    let id = element.row.key
    guard entity.kind != .party else {
      return try model.rows(table, where: "party", isAnyOf: [id]).map(\.key)
    }
    // What was passed on in a case has the case's name, in whichever of its conversations.
    let isCase = entity.kind == .case
    let matter = isCase ? id : element.text("case_id") ?? id
    let ordered = OrderedRows(model: model, tables: [table], column: nil)
    return try model.rows(table, where: "matter", isAnyOf: [matter])
      .filter { isCase || ordered.element($0, of: table).text("conversation") == id }.map(\.key)
  }

  /// The ids of one kind that belong to something of another, a few of them.
  private func ids(of kind: EntityKind, belongingTo entity: EntityKey) throws -> [String] {
    guard let element = try row(entity) else { return [] }
    switch (entity.kind, kind) {
    case (.conversation, .case): return element.text("case_id").map { [$0] } ?? []
    case (.conversation, .party):
      return (element.json("parties").array ?? []).compactMap(\.string)
    case (.case, .party): return element.document(CaseField.self).texts(.participants)
    case (.case, .conversation):
      guard let conversations = place(.conversation) else { return [] }
      return try conversations.model.rows(
        conversations.table, where: [.equals(column: "case_id", .text(element.row.key))],
        after: nil, limit: TypedIDs.candidates + 1
      ).map(\.key)
    case (.party, .case):
      return element.document(PartyField.self).parts(.cases, of: PartyCaseField.self)
        .compactMap { $0[.case]?.string }
    case (.party, .conversation):
      return element.document(PartyField.self).parts(
        .conversations, of: PartyConversationField.self
      )
      .compactMap { $0[.conversation]?.string }
    default: return []
    }
  }
}
