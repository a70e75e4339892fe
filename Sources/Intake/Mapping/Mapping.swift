internal import InteractionModel

/// A mapping of the rows of a CSV file to events; see `docs` of ``CSVRows`` for its language.
struct Mapping: Sendable {
  /// A column that the mapping uses; values refer to it by its place in ``Mapping/columns``.
  struct Column: Sendable {
    let name: String
    let line: Int?
  }

  /// A table from values of the source to words of the log.
  struct Table: Sendable {
    var name: String
    var values: [String: String] = [:]
    /// What values that are not listed become; nil rejects their rows.
    var fallback: String?
  }

  var source = ""
  var delimiter = UInt8(ascii: ",")
  var encoding = TextEncoding.utf8
  var patterns: [TimePattern] = []
  var zone: String?
  var columns: [Column] = []
  var optionalColumns: Set<String> = []
  var rowID = MappingValue(terms: [])
  var rowVersion: MappingValue?
  /// What rows of one case have in common; nil when each row stands for itself.
  var rowGroup: MappingValue?
  /// The columns that are asked for of the previous row, by their places in ``columns``.
  var previousColumns: Set<Int> = []
  /// Whether a row that no event applies to is kept as a note rather than rejected.
  var keepsOthers = false
  /// The case of all events that do not say another, for rows that are kept.
  var usualCase: MappingValue?
  var tables: [Table] = []
  var events: [EventTemplate] = []
}

/// Where a value comes from: the first of its terms that is there.
struct MappingValue: Sendable {
  var terms: [MappingTerm]
}

/// One way to get a value from a row.
struct MappingTerm: Sendable {
  enum Origin: Sendable, Hashable {
    /// A column, by its place in ``Mapping/columns``.
    case column(Int)
    /// A column of the previous row of the same group, by its place in ``Mapping/columns``.
    case previous(Int)
    /// The same in every row.
    case const(String)
    /// An id minted from the row's id and a name.
    case mint(String)
  }

  var origin: Origin
  /// The place of a table in ``Mapping/tables``.
  var table: Int?
  var stripPrefix: String?
  var stripSuffix: String?
  var stripZeros = false
  var padZeros = 0
  var prefix: String?
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
    /// Under which name all columns go that nothing in the mapping uses.
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
