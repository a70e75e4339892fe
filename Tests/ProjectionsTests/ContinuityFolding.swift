import InteractionModel

@testable import Projections

typealias CaseContinuity = MatterContinuity<CaseMatter>

/// Folds records into the continuity of a case.
func continuity(_ records: [Record]) throws -> CaseContinuity {
  var state = CaseContinuity()
  for record in records { try state.apply(record) }
  return state
}

/// The rows of a case's continuity, by table and column; JSON columns parsed.
struct ContinuityRows {
  var matter = JSONObject()
  /// By key.
  var handoffs: [String: JSONObject] = [:]
  /// In the order in which they are emitted.
  var keys: [String] = []
  /// The documents, by id.
  var findings: [String: JSONObject] = [:]
  /// The documents of steps of other matters' hand-offs, in the order in which they are emitted.
  var steps: [JSONObject] = []

  init(_ state: some FoldState, _ context: RowContext = RowContext(key: "A")) throws {
    for row in state.rows(context) {
      guard let table = ContinuityHandoff.projection.tables.first(where: { $0.name == row.table })
      else { continue }
      var object = JSONObject()
      for (column, value) in zip(table.columns, row.values) {
        if case .json = column.kind, case .text(let text) = value {
          object[column.name] = try JSONValue(parsing: Array(text.utf8))
        } else {
          object[column.name] = value.json
        }
      }
      switch table.name {
      case "handoff":
        handoffs[row.key] = object
        keys.append(row.key)
      case "handoff_step": steps.append(object["document"]?.object ?? [:])
      case "promise_outcome": break
      case "finding": findings[row.key] = object["document"]?.object ?? [:]
      default: matter = object
      }
    }
  }

  init(_ records: [Record]) throws {
    try self.init(continuity(records))
  }

  /// The ids of the findings, sorted.
  var found: [String] { findings.keys.sorted() }

  /// The only hand-off's row.
  var handoff: JSONObject? { keys.count == 1 ? handoffs[keys[0]] : nil }

  func document(_ handoff: EventID?) -> JSONObject? {
    handoff.flatMap { handoffs[$0.description]?["document"]?.object }
  }
}

/// Builds the records of one matter in few words.
struct ContinuityBuilder {
  var builder = RecordBuilder(seed: 7)
  var records: [Record] = []
  /// When the next event occurs; every event takes a minute.
  var clock: Int64 = 0

  /// Adds an event of a conversation; the actor is an agent when one is named.
  @discardableResult
  mutating func add(
    _ type: String, _ body: JSONObject = [:], by agent: String? = nil,
    in conversation: String = "c",
    at time: Int64? = nil, _ channel: Channel? = .chat, causedBy cause: Record? = nil,
    sealed: Bool = false
  ) throws -> Record {
    clock = time ?? clock + 60
    let record = try builder.record(type, "conversation-\(conversation)", at: clock, body) {
      $0.channel = channel
      $0.party = "p1"
      $0.causation = cause?.id
      if let agent { $0.actor = Actor(type: "agent", id: agent) }
      if sealed {
        $0.personal = [
          PersonalPart(subject: $0.defaultSubject, content: ["text": "marker-of-the-text"])
        ]
      }
    }
    records.append(record)
    return record
  }

  /// A request to hand over from one agent to a queue.
  @discardableResult
  mutating func request(
    _ kind: String = "warm", from agent: String = "a1", to queue: String? = "q2",
    in conversation: String = "c", at time: Int64? = nil
  ) throws -> Record {
    var body: JSONObject = ["kind": .string(kind), "fromAgent": .string(agent)]
    body["toQueue"] = queue.map(JSONValue.string)
    return try add("transfer.requested", body, by: agent, in: conversation, at: time)
  }

  var rows: ContinuityRows { get throws { try ContinuityRows(records) } }
}

/// The composed journey in a log of its own, and the rows of its case.
struct PlayedJourney {
  let journey = ComposedJourney()
  let rows: ContinuityRows

  init() throws {
    var builder = RecordBuilder()
    let records = try journey.events.map { try builder.record($0) }
    rows = try ContinuityRows(
      continuity(records), RowContext(key: ComposedJourney.caseID))
  }

  /// The position of an event.
  func at(_ label: String) -> JSONValue { .int(Int64((journey.places[label] ?? -2) + 1)) }

  /// The id of an event.
  func id(_ label: String) -> JSONValue { .string(journey.id(label)?.description ?? "") }

  /// The time that many seconds after the start.
  func time(_ seconds: Int64) -> JSONValue {
    .string(RecordBuilder.start.advanced(bySeconds: seconds).description)
  }

  /// The document of a hand-off.
  func document(_ label: String) -> JSONObject? { rows.document(journey.id(label)) }
}
