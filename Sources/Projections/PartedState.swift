/// The name of a part of a state: bytes that no other part of the state has.
public struct PartName: Sendable, Hashable, Comparable {
  /// The bytes.
  public let bytes: [UInt8]

  /// A name.
  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// By their bytes.
  public static func < (left: PartName, right: PartName) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }
}

/// A part of a state as it is stored.
public struct StatePart: Sendable, Hashable {
  /// Its name.
  public let name: PartName
  /// What it says.
  public let bytes: [UInt8]

  /// A part.
  /// - Parameters:
  ///   - name: which one it is.
  ///   - bytes: what it says.
  public init(name: PartName, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }
}

/// What becomes of the rows of an entity of which only parts are known.
public struct RowChanges: Sendable, Hashable {
  /// The rows that are new or other than they were.
  public let rows: [Row]
  /// The rows that are no more.
  public let gone: [Row]

  /// Changes.
  /// - Parameters:
  ///   - rows: that are new or other than they were.
  ///   - gone: that are no more.
  public init(rows: [Row], gone: [Row]) {
    self.rows = rows
    self.gone = gone
  }
}

/// A state that grows with its entity and is therefore kept in parts once it is long.
///
/// A head, which stays small, and parts, each with what belongs together: taking a record then costs
/// what the record is about, not what the entity has.
///
/// A state that was read from its head knows none of its parts. Whatever it does not find while it
/// takes records it notes in ``missingParts`` and takes for absent: what it says then is of no use,
/// and whoever asked gives it to the state as it was before (``supply(_:for:)``) and takes the
/// records again, until nothing is missing. So the fold stays pure, and says in one place only what
/// a record needs.
///
/// Whether a state is in parts, and into which, follows from its records alone: equal states have
/// equal heads and equal parts.
public protocol PartedState: FoldState {
  /// Whether the state is stored in parts.
  var isLong: Bool { get }
  /// Brings a long state into the form in which it is stored.
  mutating func moveIntoParts()
  /// Whether all parts are known; ``FoldState/rows(_:)`` and ``FoldState/encoded()`` ask for that.
  var isComplete: Bool { get }

  /// The head of a state that was moved into parts; ``FoldState/init(decoding:)`` reads it as one without
  /// its parts.
  func encodedHead() -> [UInt8]
  /// The parts that are other than they are stored, in the order of their names.
  var changedParts: [StatePart] { get }
  /// The parts that may be stored and are no more, in the order of their names.
  var goneParts: [PartName] { get }
  /// Notes that ``changedParts`` are stored and ``goneParts`` are not.
  mutating func noteStored()

  /// What was asked for and is not known.
  var missingParts: [PartName] { get }
  /// Takes parts as they are stored.
  /// - Parameters:
  ///   - parts: those there are.
  ///   - names: those that were asked for; which of them are not given are not there.
  /// - Throws: when the bytes are not of the form that this code writes.
  mutating func supply(_ parts: [StatePart], for names: [PartName]) throws
  /// Takes the last of all parts, after which the state is complete, unless one is missing.
  mutating func complete()

  /// What the records that were taken since the state was read change in its rows.
  /// - Parameter context: who it is and whom parties belong to; the same as when they were made.
  /// - Returns: the changes, among them the row of the entity itself in any case.
  func changes(_ context: RowContext) -> RowChanges
}

extension PartedState {
  /// None, of a state that never empties a part.
  public var goneParts: [PartName] { [] }
}

/// Which row a row is, of those of one entity.
struct RowKey: Hashable {
  let table: String
  let key: String

  init(_ row: Row) {
    table = row.table
    key = row.key
  }
}
