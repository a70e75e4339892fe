internal import InteractionModel

/// A mapping of the rows of a CSV file to events; see `docs` of ``CSVRows`` for its language.
struct Mapping: Sendable {
  /// A column that the mapping uses; values refer to it by its place in ``Mapping/columns``.
  struct Column: Sendable {
    let name: String
    let line: Int?
    /// How its times are written, where the mapping says so for it alone.
    var formats: [TimeFormat]?
    /// Whether the mapping reads times from it.
    var isTime = false
  }

  /// A table from values of the source to words of the log.
  struct Table: Sendable {
    var name: String
    var values: [String: String] = [:]
    /// What values that are not listed become; nil rejects their rows.
    var fallback: String?
  }

  /// The name of the mapping file.
  var name = ""
  var source = ""
  /// What stands between fields; nil when the mapping does not say.
  var delimiter: UInt8?
  /// How the characters of the file are spelled; nil when the mapping does not say.
  var encoding: TextEncoding?
  /// How times are written in columns that do not say it themselves.
  var formats: [TimeFormat] = []
  var zone: String?
  /// Words that stand in cells that have no value.
  var nothing = Mapping.usualNothing {
    didSet { longestNothing = nothing.map(\.utf8.count).max() ?? 0 }
  }
  /// The bytes of the longest of them.
  private(set) var longestNothing = Mapping.usualNothing.map(\.utf8.count).max() ?? 0
  var columns: [Column] = []
  var optionalColumns: Set<String> = []
  var rowID = MappingValue(terms: [])
  var rowVersion: MappingValue?
  /// What rows of one case have in common; nil when each row stands for itself.
  var rowGroup: MappingValue?
  /// The columns that are asked for of the previous row, by their places in ``columns``.
  var previousColumns: Set<Int> = []
  /// Whether rows are compared with others of their group, so that their order counts.
  var comparesRows = false
  /// Whether a row that no event applies to is kept as a note rather than rejected.
  var keepsOthers = false
  /// The case of all events that do not say another, for rows that are kept.
  var usualCase: MappingValue?
  var tables: [Table] = []
  var events: [EventTemplate] = []
  /// What is no mistake but often not meant.
  var notes: [IntakeNote] = []

  /// Whether an event has what is left of a row.
  var keepsRest: Bool { events.contains { $0.parts.contains { $0.rest != nil } } }

  /// The columns of which an event can have what they say, whole: not those that only decide, are
  /// looked up in a table, or are made an id of.
  var keptColumns: Set<Int> {
    let values = events.flatMap { event in
      [
        event.conversation, event.matter, event.party, event.department, event.channel,
        event.direction, event.actorID, event.occurred, event.correlation,
      ].compactMap(\.self) + event.body.map(\.value)
        + event.parts.flatMap { $0.fields.map(\.value) }
    }
    let terms = values.flatMap(\.terms).filter { term in
      if case .previous = term.origin { return false }
      return term.isReadable
    }
    return Set(terms.flatMap(\.origin.columns))
  }

  /// What programs write where they have no value.
  ///
  /// `Null` and `None` are not among them: the one is a name, the other an answer.
  static let usualNothing: Set<String> = [
    "NULL", "null", "(null)", "<null>", "\\N", "nil", "N/A", "n/a", "#N/A", "NaN", "nan", "-", "--",
    "–", "—",
  ]

  /// The formats of the times that a term gives: those of its column, of joined ones the first.
  func formats(of term: MappingTerm) -> [TimeFormat] {
    term.origin.columns.first.flatMap { columns[$0].formats } ?? formats
  }
}

/// Where a value comes from: the first of its terms that is there.
struct MappingValue: Sendable, Hashable {
  var terms: [MappingTerm]
}

/// One way to get a value from a row.
struct MappingTerm: Sendable, Hashable {
  indirect enum Origin: Sendable, Hashable {
    /// A column, by its place in ``Mapping/columns``.
    case column(Int)
    /// A column of the previous row of the same group, by its place in ``Mapping/columns``.
    case previous(Int)
    /// The same in every row.
    case const(String)
    /// An id minted from the row's id and a name.
    case mint(String)
    /// Several values, one after the other.
    case join([MappingValue])

    /// The columns it reads, by their places in ``Mapping/columns``.
    var columns: [Int] {
      switch self {
      case .column(let column), .previous(let column): [column]
      case .join(let values): values.flatMap { $0.terms.flatMap(\.origin.columns) }
      case .const, .mint: []
      }
    }
  }

  var origin: Origin
  /// The place of a table in ``Mapping/tables``.
  var table: Int?
  var stripPrefix: String?
  var stripSuffix: String?
  var stripZeros = false
  var padZeros = 0
  var prefix: String?
  /// What stands between the values that are joined.
  var separator = " "
  /// The separator of several values in one cell.
  var split: String?
  /// Whether the text is an outside identifier, from which an id is minted.
  var isMinted = false
}

/// When an event is said by a row.
indirect enum MappingCondition: Sendable {
  /// Whether the row is the first of its group.
  case first(Bool)
  case all([MappingCondition])
  case any([MappingCondition])
  case none([MappingCondition])
  case present(MappingValue, Bool)
  /// Whether the value is one of some, or none of them.
  case oneOf(MappingValue, Set<String>, Bool)
  /// Whether the first time is earlier than the second.
  case before(MappingValue, MappingValue)
  /// Whether both values are there and are not the same.
  case differ(MappingValue, MappingValue)
}

/// One of the events that a row can say.
struct EventTemplate: Sendable {
  struct Field: Sendable {
    let name: String
    let kind: FieldKind
    let value: MappingValue
  }

  struct Flag: Sendable {
    let name: String
    let when: MappingCondition
  }

  /// A personal part.
  struct Part: Sendable {
    var participant: MappingValue?
    var party: MappingValue?
    var fields: [(name: String, value: MappingValue)] = []
    /// Under which name all columns go that no event of the row has whole.
    var rest: String?
  }

  var name = ""
  var type = EventType("")
  var schema = 1
  var when = MappingCondition.all([])
  var stream = EntityKind.case
  var conversation: MappingValue?
  var matter: MappingValue?
  var party: MappingValue?
  var department: MappingValue?
  var channel: MappingValue?
  var direction: MappingValue?
  var actorType: String?
  var actorID: MappingValue?
  var occurred: MappingValue?
  var correlation: MappingValue?
  /// Names of events of the same row; it is said only when one of them was the last to say the state.
  var after: Set<String> = []
  /// Whether it is new with each version of the row, though it says the same.
  var isVersioned = false
  var body: [Field] = []
  var flags: [Flag] = []
  var parts: [Part] = []
}
