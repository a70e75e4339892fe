internal import Compliance
internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// Whose findings are: the departments, queues and agents of the hand-off that one is about, and of one
/// about none where it came up.
///
/// That is where the record that shows it says it was, else where its conversation was, else where its
/// case is. Nothing is looked up that is not asked for, and nothing twice.
struct FindingPlaces {
  /// What a place is.
  enum Kind: CaseIterable {
    case department, queue, agent

    /// The member of a line that has those of a finding or a hand-off.
    var field: FindingField {
      switch self {
      case .department: .departments
      case .queue: .queues
      case .agent: .agents
      }
    }

    /// The columns that have those of a hand-off.
    var columns: [String] {
      switch self {
      case .department: ["from_department", "to_department"]
      case .queue: ["from_queue", "to_queue"]
      case .agent: ["from_agent", "to_agent"]
      }
    }

    /// Those of a hand-off.
    func names(ofHandoff row: OrderedRows.Element) -> [String] {
      let names = columns.compactMap(row.text)
      return names.count == 2 && names[0] == names[1] ? [names[0]] : names
    }

    fileprivate func names(of record: Record) -> [String] {
      let agent = record.actor.flatMap { $0.type == "agent" ? $0.id : nil }
      return switch self {
      case .department: [record.department].compactMap(\.self)
      case .queue: [record.body["queue"]?.string].compactMap(\.self)
      case .agent:
        Array(Set([agent, record.body["agent"]?.string].compactMap(\.self))).sorted()
      }
    }

    fileprivate func names(ofConversation row: OrderedRows.Element) -> [String] {
      switch self {
      case .department: [row.text("department")].compactMap(\.self)
      case .queue: Array(Set(StoreNames.queueNames(of: row.document()))).sorted()
      case .agent: StoreNames.agentNames(of: row.document())
      }
    }

    fileprivate func names(ofCase row: OrderedRows.Element) -> [String] {
      let column =
        switch self {
        case .department: "department"
        case .queue: "queue"
        case .agent: "owner"
        }
      return [row.text(column)].compactMap(\.self)
    }
  }

  private let events: any EventStore
  private let handoffs: Rows
  private let conversations: Rows?
  private let cases: Rows?
  /// The record of the finding that was asked about last.
  private var last: (finding: String, record: Record?)?

  /// - Parameters:
  ///   - model: the read model of hand-offs.
  ///   - store: the store.
  init(in model: any ReadModel, _ store: OpenStore) {
    events = store.events
    handoffs = Rows(model, ContinuityHandoff.handoffs)
    conversations = store.dispensable(ConversationArchive.projection)
      .map { Rows($0, ConversationArchive.conversations) }
    cases = store.dispensable(CaseState.projection).map { Rows($0, CaseState.table) }
  }

  /// The departments, queues or agents of a finding.
  /// - Throws: ``/EventLog/StorageFault`` when the log or a read model cannot be read.
  mutating func names(of kind: Kind, _ finding: OrderedRows.Element) throws -> [String] {
    if let id = finding.text("handoff") {
      return try handoffs[id].map(kind.names(ofHandoff:)) ?? []
    }
    let record = try record(of: finding)
    let said = record.map(kind.names) ?? []
    guard said.isEmpty else { return said }
    let conversation = try finding.text("conversation").flatMap { try conversations?[$0] }
    let there = conversation.map(kind.names(ofConversation:)) ?? []
    guard there.isEmpty, let id = record?.ownCase ?? conversation?.text("case_id") else {
      return there
    }
    return try cases?[id].map(kind.names(ofCase:)) ?? []
  }

  /// A finding with what it is counted by.
  /// - Throws: ``/EventLog/StorageFault`` when the log or a read model cannot be read.
  mutating func document(_ finding: OrderedRows.Element) throws -> Document<FindingField> {
    var document: Document<FindingField> = try RecordedTimes(in: events).flagging(
      finding.document(), at: .position, in: .flags)
    for kind in Kind.allCases {
      document[kind.field] = .array(try names(of: kind, finding).map(JSONValue.string))
    }
    return document
  }

  /// The record that a finding is named after.
  private mutating func record(of finding: OrderedRows.Element) throws -> Record? {
    let key = finding.row.key
    if let last, last.finding == key { return last.record }
    let position = key.split(separator: "@").last.flatMap { Int64($0) }
    let record = try position.flatMap { try events.record(at: Position($0))?.decoded() }
    last = (key, record)
    return record
  }
}

/// Rows by their keys, each read once.
private final class Rows {
  private let rows: OrderedRows
  private let table: Table
  private var known: [String: OrderedRows.Element?] = [:]

  init(_ model: any ReadModel, _ table: Table) {
    rows = OrderedRows(model: model, tables: [table], column: nil)
    self.table = table
  }

  subscript(key: String) -> OrderedRows.Element? {
    get throws {
      if let row = known[key] { return row }
      let row = try rows.model.row(table, key: key).map { rows.element($0, of: table) }
      known[key] = .some(row)
      return row
    }
  }
}
