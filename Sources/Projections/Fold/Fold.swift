public import InteractionModel

/// A fold over one kind of entity: which records go into which entity, and what the state of an
/// entity makes of them.
public struct Fold: Sendable {
  /// Which of the records that name an entity go into it.
  public enum Reach: Sendable, Hashable {
    /// All of them.
    case all
    /// Those that belong to no case: what has no matter yet stands for itself.
    case withoutCase
    /// All of them, and those that moved somebody there, wherever they were moved since; see
    /// ``Membership/place(of:namedBy:)``.
    case withMoves
  }

  /// What is folded by; no two folds of a projection have the same kind.
  public let kind: EntityKind
  /// Which records go in.
  public let reach: Reach
  /// The tables its entities have rows in.
  ///
  /// The first has one row an entity, keyed by the entity's id, and belongs to this fold alone. The
  /// others may be shared with other folds of the projection; the keys of their rows then differ
  /// from fold to fold, or a row has moved from one entity to another.
  public let tables: [Table]
  /// The state before any record.
  public let initial: any FoldState
  /// The state that ``FoldState/encoded()`` wrote.
  public let decode: @Sendable ([UInt8]) throws -> any FoldState
  /// What follows the fields of rows, by the table they are in.
  private let traces: [String: any FieldTrace.Type]

  /// A fold whose entities have states of one type.
  /// - Parameters:
  ///   - kind: what is folded by.
  ///   - reach: which records go in.
  ///   - tables: the tables its entities have rows in.
  ///   - state: the type of the states.
  public init<State: FoldState>(
    over kind: EntityKind, reach: Reach = .all, tables: [Table], state: State.Type
  ) {
    self.init(over: kind, reach: reach, tables: tables, initial: State(), traces: [:]) {
      try State(decoding: $0)
    }
  }

  /// A fold whose states begin and are read in a way of their own.
  package init<State: FoldState>(
    over kind: EntityKind, reach: Reach = .all, tables: [Table], initial: State,
    decode: @escaping @Sendable ([UInt8]) throws -> State
  ) {
    self.init(
      over: kind, reach: reach, tables: tables, initial: initial, traces: [:], decode: decode)
  }

  private init(
    over kind: EntityKind, reach: Reach, tables: [Table], initial: any FoldState,
    traces: [String: any FieldTrace.Type],
    decode: @escaping @Sendable ([UInt8]) throws -> any FoldState
  ) {
    self.kind = kind
    self.reach = reach
    self.tables = tables
    self.initial = initial
    self.decode = decode
    self.traces = traces
  }

  /// The fold with something that follows the fields of the rows in one of its tables.
  /// - Parameters:
  ///   - table: one of ``tables``.
  ///   - trace: the type of what follows them; of the fold's states.
  /// - Returns: the fold.
  package func tracing<Trace: FieldTrace>(_ table: Table, by trace: Trace.Type) -> Fold {
    precondition(
      initial is Trace.State && tables.contains { $0.name == table.name },
      "a trace follows the rows of one of the fold's own tables")
    return Fold(
      over: kind, reach: reach, tables: tables, initial: initial,
      traces: traces.merging([table.name: trace]) { _, new in new }, decode: decode)
  }

  /// The fold with nothing that follows its rows: what changed in them is seen by making them.
  package var untraced: Fold {
    Fold(
      over: kind, reach: reach, tables: tables, initial: initial, traces: [:], decode: decode)
  }

  /// Makes what follows the fields of a row, by its key; nil where the row has to be made after
  /// each record to see what changed.
  /// - Parameter table: one of ``tables``.
  /// - Returns: what makes it; nil when there is nothing for that table.
  public func trace(of table: Table) -> ((_ key: String) -> any FieldTrace)? {
    traces[table.name].map { type in { type.init(key: $0) } }
  }

  /// Whether its states are kept in parts once they are long.
  public var isParted: Bool { initial is any PartedState }
}
