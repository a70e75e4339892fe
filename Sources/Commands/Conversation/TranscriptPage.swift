internal import Compliance
internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// A conversation and a page of its entries, in order of time.
///
/// Now it is read from the rows, no more of them than the page has; as of a point in history the
/// conversation is folded again.
struct TranscriptPage {
  /// How many uses of responses are read with a page.
  private static let usesListed = 64

  /// What people see of the conversation itself.
  let conversation: JSONObject
  let entries: [JSONObject]
  /// The uses of responses in the conversation; of many, some.
  let uses: [JSONObject]
  /// The position to go on after when there are more entries.
  let next: Int64?
  /// How many entries are left out because they are not public; nil when a read model of other code
  /// does not say.
  let leftOut: Int64?
  /// What it is of.
  let position: Position

  /// A page.
  /// - Parameters:
  ///   - id: the conversation.
  ///   - access: the conversations of a store.
  ///   - point: a point in history; nil for where the read model stands.
  ///   - after: the position of the last entry of the page before; nil for the first page.
  ///   - limit: how many entries at most.
  ///   - publicOnly: whether entries that are not public are left out.
  /// - Throws: ``Refusal`` when there is no such conversation, or no entry of that position in it.
  init(
    of id: String, in access: EntityAccess, at point: AsOf?, after: Int64?, limit: Int,
    publicOnly: Bool
  ) throws {
    let page = try point.map { point in
      try TranscriptPage.folded(id, access, point, after, limit, publicOnly)
    }
    self =
      try page
      ?? access.model.withSnapshot { model in
        try TranscriptPage.stored(id, access, model, after, limit, publicOnly)
      }
  }

  private init(
    conversation: JSONObject, entries: [JSONObject], hasMore: Bool, uses: [JSONObject],
    leftOut: Int64?, position: Position
  ) {
    self.conversation = conversation
    self.entries = entries
    self.uses = uses
    next = hasMore ? entries.last?["position"]?.int : nil
    self.leftOut = leftOut
    self.position = position
  }

  private static func stored(
    _ id: String, _ access: EntityAccess, _ model: any ReadModel, _ after: Int64?, _ limit: Int,
    _ publicOnly: Bool
  ) throws -> TranscriptPage {
    let checkpoint = try model.checkpoint()
    guard let row = try model.row(access.table, key: id) else {
      throw try access.absent(id, at: checkpoint)
    }
    let table = ConversationArchive.entries
    let last = try after.map { after in
      guard let last = try model.row(table, key: "\(id)/\(after)") else {
        throw missing(after, id)
      }
      return last
    }
    // One more says whether there are more.
    let rows = try model.rows(
      table, sharing: id,
      where: publicOnly ? [.equals(column: "visibility", .text("public"))] : [], after: last,
      limit: limit == .max ? limit : limit + 1)
    let conversation = access.table.fields(row.values)
    return TranscriptPage(
      conversation: conversation,
      entries: rows.prefix(limit).map { table.fields($0.values) }, hasMore: rows.count > limit,
      uses: try uses(id, model), leftOut: publicOnly ? leftOut(of: conversation) : 0,
      position: checkpoint)
  }

  /// How many entries a conversation has that are not public.
  private static func leftOut(of conversation: JSONObject) -> Int64? {
    guard let counts = conversation["counts"], let shown = counts["shown"]?.int,
      let visible = counts["public"]?.int
    else { return nil }
    return shown - visible
  }

  /// Their keys begin with the conversation's.
  private static func uses(_ id: String, _ model: any ReadModel) throws -> [JSONObject] {
    let (table, start) = (ConversationArchive.uses, "\(id)/")
    return try model.rows(table, where: [], after: start, limit: usesListed)
      .prefix { $0.key.utf8.starts(with: start.utf8) }.map { table.fields($0.values) }
      .filter { $0["conversation"]?.string == id }.sorted(by: isEarlier)
  }

  private static func folded(
    _ id: String, _ access: EntityAccess, _ point: AsOf, _ after: Int64?, _ limit: Int,
    _ publicOnly: Bool
  ) throws -> TranscriptPage {
    let position = try point.subset(of: access.store.events).through
    // One fold gives all of them.
    let rows = try access.questions(point).rows(of: id)
    guard let own = rows.first(where: { $0.table == access.table.name }) else {
      throw try access.absent(id, at: position)
    }
    let conversation = access.table.fields(own.values)
    // In order of time.
    let all = rows.filter { $0.table == ConversationArchive.entries.name }
      .map { ConversationArchive.entries.fields($0.values) }
    let wanted = publicOnly ? all.filter { $0["visibility"] == "public" } : all
    var rest = wanted[...]
    if let after {
      guard let index = wanted.firstIndex(where: { $0["position"]?.int == after }) else {
        throw missing(after, id)
      }
      rest = wanted[(index + 1)...]
    }
    let uses = rows.filter { $0.table == ConversationArchive.uses.name }
      .map { ConversationArchive.uses.fields($0.values) }
    return TranscriptPage(
      conversation: conversation, entries: Array(rest.prefix(limit)),
      hasMore: rest.count > limit, uses: Array(uses.prefix(usesListed)),
      leftOut: Int64(all.count - wanted.count), position: position)
  }

  private static func isEarlier(_ left: JSONObject, _ right: JSONObject) -> Bool {
    (left["position"]?.int ?? 0) < (right["position"]?.int ?? 0)
  }

  private static func missing(_ position: Int64, _ id: String) -> Refusal {
    Refusal("position \(position) is not in the transcript of conversation “\(id)”")
  }
}
