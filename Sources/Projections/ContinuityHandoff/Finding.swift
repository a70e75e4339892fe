internal import InteractionModel

/// A loss of continuity that the records show, with everything that makes it one.
struct Finding: Sendable, Hashable {
  typealias Kind = FindingKind

  /// What was lost.
  var kind: Kind
  /// The record that completed it; with the kind its id.
  var position: Position
  /// When that happened.
  var moment: Moment
  /// The time in the words of the source; empty when it said none.
  var said: String
  /// The records that make it one, the completing one included, ascending.
  var causes: [Position]
  /// The conversation it came up in.
  var conversation: String?
  /// The hand-off it is about.
  var handoff: String?
  /// Codes that say more: the key of a fact, the queue, the number of legs.
  var detail = Document<FindingField>()
  /// The link that shows that nothing was lost after all; nil while it stands.
  var withdrawnBy: Position?

  /// The id: unique among the findings of a log.
  var id: String { "\(kind.rawValue)@\(position)" }

  /// The columns of a table of findings.
  ///
  /// `state` is `open` or `withdrawn`; `found_at` is the effective time in microseconds from
  /// 1970-01-01T00:00:00Z, for sorting.
  static let columns = [
    Column("kind", .text, indexed: true),
    Column("state", .text, indexed: true),
    Column("found_at", .integer, indexed: true),
    Column("conversation", .text),
    Column("handoff", .text, indexed: true),
    Column("withdrawn_by", .integer),
    Column("document", .json),
  ]

  /// The row of the finding.
  /// - Parameter table: a table of ``columns``.
  /// - Returns: the row, keyed by ``id``.
  func row(in table: Table) -> Row {
    Row(
      table: table.name, key: id,
      values: [
        .text(kind.rawValue), .text(withdrawnBy == nil ? "open" : "withdrawn"),
        .integer(moment.sortable), ColumnValue(conversation), ColumnValue(handoff),
        ColumnValue(withdrawnBy?.rawValue), .text(document.json.canonicalText),
      ])
  }

  /// The finding as users see it; what is not known is left out.
  var document: Document<FindingField> {
    var object = detail
    object[.causes] = .array(causes.map { .int($0.rawValue) })
    object[.id] = .string(id)
    object[.kind] = .string(kind.rawValue)
    object[.position] = .int(position.rawValue)
    object[.state] = withdrawnBy == nil ? "open" : "withdrawn"
    object[.time] = .string(moment.text(said))
    object[.conversation] = conversation.map(JSONValue.string)
    object[.handoff] = handoff.map(JSONValue.string)
    object[.withdrawnBy] = withdrawnBy.map { .int($0.rawValue) }
    return object
  }
}

/// The fields of a finding; which codes it has depends on its kind.
///
/// Four no fold knows, but whoever answers: the `departments`, `queues` and `agents` whose it is, and
/// `flags`, whether its time is only that of recording.
public enum FindingField: String, DocumentField {
  case agent, agents, by, causes, conversation, departments, earlier, flags, fromChannel
  case givenConversation, handoff, id, issue, key, kind, legs, position, queue, queues, scope
  case state, time, toChannel, withdrawnBy
}
