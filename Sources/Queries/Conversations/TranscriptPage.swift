public import Compliance
internal import EventLog
public import InteractionModel
internal import ProjectionEngine
public import Projections

/// A conversation and a page of its entries, in order of time.
///
/// Now it is read from the rows, no more of them than the page has; as of a point in history the
/// conversation is folded again.
public struct TranscriptPage: Sendable {
  /// The conversation.
  public let conversation: String
  /// As of when.
  public let point: AnswerPoint
  /// What people see of the conversation itself.
  public let state: Document<ConversationField>
  /// Its channels, in the order in which it came to them; none when it never changed its channel.
  public let way: [String]
  /// Its entries.
  public let entries: [Document<EntryField>]
  /// The uses of responses in the conversation; of many, some.
  public let uses: [Document<UseField>]
  /// The position to go on after; nil when nothing follows.
  public let next: Position?
  /// How many entries are left out because they are not public; nil when a read model of other code
  /// does not say.
  public let leftOut: Int64?
  /// What people said in the entries.
  public let words: OpenedReferences
  /// How far what answered is behind the log; nil when it is not, or a point was asked for.
  public let lag: Lag?

  /// A page of entries, opened as far as the purpose of whoever asks permits.
  init(
    of id: String, in entities: Entities, at point: AsOf?, _ page: EntryPage, publicOnly: Bool
  ) async throws {
    let rows =
      try point.map { try Rows(folded: id, entities, $0, page, publicOnly) }
      ?? entities.model.withSnapshot { try Rows(of: id, entities, $0, page, publicOnly) }
    conversation = id
    state = rows.conversation
    uses = rows.uses
    next = rows.hasMore ? rows.entries.last?[.position]?.int.map { Position($0) } : nil
    leftOut = rows.leftOut
    self.point = AnswerPoint(rows.position, point)
    // Before anything is opened, for the account of that is a record too.
    lag = try entities.lag(point)
    var entries = try rows.entries.map { try TranscriptPage.worded($0, in: entities.log) }
    let subset = try entities.subset(point)
    var words = try await OpenedReferences(
      in: entries.map(\.json), edited: subset, by: entities.reader,
      scope: AccessGate.Scope(command: "conversation.show", entity: .conversation(id)))
    // Where nothing is said, an entry refers to nothing.
    for (place, entry) in rows.entries.enumerated() {
      guard let text = entries[place][.text] else { continue }
      if entry[.text] == nil {
        entries[place][.text] = words.narrow(
          text, to: TimelineEntry.places(of: entry.eventType))
      } else if words[text] == .nothing {
        entries[place][.text] = nil
      }
    }
    self.words = words
    way = try ChannelWays(for: entities.reader, within: subset)(of: [id])[id] ?? []
    let redactions = try entities.reader.redactions(
      of: entries.compactMap { [words] entry in
        // Of the others it is known that their words stand.
        let isBare = entry[.text] == nil && entry[.attachments]?.array?.isEmpty == false
        guard isBare || words[entry[.text]] == .withheld("redacted"),
          let position = entry[.position]?.int
        else { return nil }
        return try entities.log.record(at: Position(position))?.decoded()
      })
    self.entries = entries.map { entry in
      // The archive has come to those of the conversation, or will.
      guard let redaction = entry[.position]?.int.flatMap({ redactions[Position($0)] }),
        redaction.conversation != id,
        point == nil || subset.contains(redaction)
      else { return entry }
      return TranscriptPage.redacted(entry, by: redaction)
    }
  }

  /// An entry with the place of what was said with it, where the archive has none because nobody said
  /// it to anybody: what was pressed in a menu, why something was passed on.
  private static func worded(
    _ entry: Document<EntryField>, in log: any EventStore
  ) throws -> Document<EntryField> {
    guard entry[.text] == nil, entry[.state] != "redacted", entry[.state] != "duplicate",
      entry[.attachments] == nil, let position = entry[.position]?.int,
      let record = try log.record(at: Position(position))?.decoded(), record.sealedCount > 0
    else { return entry }
    var entry = entry
    entry[.text] = ["position": .int(position), "pointers": .array(TimelineEntry.places)]
    return entry
  }

  /// An entry that was redacted elsewhere, of which the records of the conversation say nothing, as
  /// the archive has those that were redacted in it.
  private static func redacted(
    _ entry: Document<EntryField>, by record: Record
  ) -> Document<EntryField> {
    var entry = entry
    entry[.state] = "redacted"
    entry[.text] = nil
    entry[.edits] = .array(
      entry.parts(.edits, of: AmendmentField.self).map { edit in
        var edit = edit
        edit[.shown] = false
        return edit.json
      })
    if let count = entry[.attachments]?.array?.count, count > 0 {
      entry[.attachments] = nil
      entry[.attachmentsWithheld] = .int(Int64(count))
    }
    var redaction: Document<AmendmentField> = [
      .position: .int(record.position.rawValue),
      .recorded: .string(record.recorded.description),
      .time: .string(record.occurred?.text ?? record.effectiveTime.description),
    ]
    redaction[.author] = record.actor.map { .object($0.json) }
    redaction[.authority] = record.body["authority"]
    entry[.redacted] = redaction.json
    return entry
  }

  /// The page as answers have it.
  public var json: JSONObject {
    [
      "conversation": .string(conversation), "asOf": point.json, "state": state.json,
      "entries": .array(entries.map(\.json)),
      "leftOut": leftOut.map(JSONValue.int) ?? .null,
      "next": next.map { .string($0.description) } ?? .null,
      "responses": .array(uses.map(\.json)),
      "opened": .object(words.opened), "withheld": .array(words.withheld),
    ]
  }
}

extension Conversations {
  /// A conversation as people would read it.
  /// - Parameters:
  ///   - id: the conversation.
  ///   - point: as of when; nil for now.
  ///   - page: which entries.
  ///   - publicOnly: whether entries that are not public are left out.
  /// - Returns: the conversation and the page of its entries.
  /// - Throws: ``QueryError`` when there is no such conversation or entry; what opening throws.
  public func transcript(
    of id: String, at point: AsOf? = nil, _ page: EntryPage = EntryPage(), publicOnly: Bool = false
  ) async throws -> TranscriptPage {
    try await TranscriptPage(of: id, in: entities, at: point, page, publicOnly: publicOnly)
  }
}

/// The rows that a page of a transcript is made of.
private struct Rows {
  /// How many uses of responses are read with a page.
  private static let usesListed = 64

  let conversation: Document<ConversationField>
  let entries: [Document<EntryField>]
  let hasMore: Bool
  let uses: [Document<UseField>]
  let leftOut: Int64?
  let position: Position

  /// The rows as the read model has them.
  init(
    of id: String, _ entities: Entities, _ model: any ReadModel, _ page: EntryPage,
    _ publicOnly: Bool
  ) throws {
    position = try model.checkpoint()
    guard let row = try model.row(entities.table, key: id) else {
      throw try entities.absent(id, nil)
    }
    let table = ConversationArchive.entries
    let last = try page.after.map { after in
      guard let last = try model.row(table, key: "\(id)/\(after)") else {
        throw QueryError.noEntry(after, of: .init(.conversation(id)))
      }
      return last
    }
    // One more says whether there are more.
    let rows = try model.rows(
      table, sharing: id,
      where: publicOnly ? [.equals(column: "visibility", .text("public"))] : [], after: last,
      limit: page.limit == .max ? page.limit : page.limit + 1)
    conversation = entities.table.document(row.values)
    entries = rows.prefix(page.limit).map { table.document($0.values) }
    hasMore = rows.count > page.limit
    uses = try Rows.uses(id, model)
    leftOut = publicOnly ? Rows.leftOut(of: conversation) : 0
  }

  /// The rows as of a point: the conversation is folded again, and one fold gives all of them.
  init(
    folded id: String, _ entities: Entities, _ point: AsOf, _ page: EntryPage, _ publicOnly: Bool
  ) throws {
    let questions = try entities.questions(point)
    position = questions.subset.through
    let rows = try questions.rows(of: id)
    guard let own = rows.first(where: { $0.table == entities.table.name }) else {
      throw try entities.absent(id, point)
    }
    conversation = entities.table.document(own.values)
    // In order of time.
    let all: [Document<EntryField>] = rows.filter { $0.table == ConversationArchive.entries.name }
      .map { ConversationArchive.entries.document($0.values) }
    let wanted = publicOnly ? all.filter { $0[.visibility] == "public" } : all
    (entries, hasMore) = try page.cut(wanted, of: .init(.conversation(id))) {
      $0[.position]?.int.map { Position($0) }
    }
    uses = Array(
      rows.filter { $0.table == ConversationArchive.uses.name }.prefix(Rows.usesListed)
        .map { ConversationArchive.uses.document($0.values) })
    leftOut = Int64(all.count - wanted.count)
  }

  /// How many entries a conversation has that are not public.
  private static func leftOut(of conversation: Document<ConversationField>) -> Int64? {
    let counts = conversation.part(.counts, of: ConversationCountField.self)
    guard let shown = counts?[.shown]?.int, let visible = counts?[.public]?.int
    else { return nil }
    return shown - visible
  }

  /// Their keys begin with the conversation's.
  private static func uses(_ id: String, _ model: any ReadModel) throws -> [Document<UseField>] {
    let (table, start) = (ConversationArchive.uses, "\(id)/")
    return try model.rows(table, where: [], after: start, limit: usesListed)
      .prefix { $0.key.utf8.starts(with: start.utf8) }.map { table.document($0.values) }
      .filter { $0[.conversation]?.string == id }
      .sorted { ($0[.position]?.int ?? 0) < ($1[.position]?.int ?? 0) }
  }
}
