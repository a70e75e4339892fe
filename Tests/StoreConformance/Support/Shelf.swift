public import InteractionModel
public import ProjectionEngine
public import Projections

/// A projection whose rows tests write themselves: entities with one row each, and lines.
public struct Shelf: PartedState {
  /// One row an entity.
  public static let item = Table(
    "item",
    columns: [
      Column("status", .text, indexed: true), Column("count", .integer, indexed: true),
      Column("tags", .json),
    ])
  /// Further rows of an entity.
  public static let line = Table(
    "line", columns: [Column("note", .text), Column("at", .integer)],
    order: Table.Order(by: "at", within: "note"))
  /// The projection.
  public static let projection = Projection(
    name: "Shelf", version: 3, folds: [Fold(over: .case, tables: [item, line], state: Shelf.self)])
  /// The entities that ``batch(_:)`` writes.
  public static let entities = (0..<6).map { "e-\($0)" }

  /// An empty state.
  public init() {}
  /// An empty state.
  public init(decoding bytes: [UInt8]) throws {}
  /// Nothing.
  public func encoded() -> [UInt8] { [] }
  /// Does nothing.
  public mutating func apply(_ record: Record) throws(FoldError) {}
  /// None.
  public func rows(_ context: RowContext) -> [Row] { [] }

  // What is kept in parts, tests write themselves too.

  /// It never is.
  public var isLong: Bool { false }
  /// Does nothing.
  public mutating func moveIntoParts() {}
  /// It always is.
  public var isComplete: Bool { true }
  /// Nothing.
  public func encodedHead() -> [UInt8] { [] }
  /// None.
  public var changedParts: [StatePart] { [] }
  /// Does nothing.
  public mutating func noteStored() {}
  /// None.
  public var missingParts: [PartName] { [] }
  /// Does nothing.
  public mutating func supply(_ parts: [StatePart], for names: [PartName]) throws {}
  /// Does nothing.
  public mutating func complete() {}
  /// None.
  public func changes(_ context: RowContext) -> RowChanges { RowChanges(rows: [], gone: []) }

  /// The `number`-th commit: every entity counts up to it and gets a line more, and there is a link
  /// more.
  public static func batch(_ number: Int) -> ReadModelBatch {
    ReadModelBatch(
      links: [link(number)],
      entities: entities.map { entity in
        EntityWrite(
          entity: .case(entity), position: Position(Int64(number)), state: state(number),
          rows: rows(of: entity, number), named: [.party("p-\(number)")])
      },
      checkpoint: Position(Int64(number)))
  }

  private static func link(_ number: Int) -> Link {
    Link(
      kind: .conversationToCase, subject: "c-\(number)", target: "e-0",
      position: Position(Int64(number)), time: Instant(microseconds: Int64(number)))
  }

  private static func state(_ number: Int) -> [UInt8] { Array("{\"n\":\(number)}".utf8) }

  private static func rows(of entity: String, _ number: Int) -> [Row] {
    let own = Row(
      table: item.name, key: entity,
      values: [.text("open"), .integer(Int64(number)), .text("[\"a\"]")])
    return [own]
      + (1...number).map { line in
        Row(
          table: Self.line.name, key: "\(entity)/\(line)",
          values: [.text(String(repeating: "x", count: 200)), .integer(Int64(line))])
      }
  }

  /// Brings a read model to where the commits up to the `number`-th would, as a build does.
  ///
  /// States come first, then their rows, two entities at a time; goes on with one that was
  /// interrupted.
  public static func build(_ model: any ReadModel, through number: Int) throws {
    for number in stride(from: Int(try model.checkpoint().rawValue) + 1, through: number, by: 1) {
      let position = Position(Int64(number))
      if try model.linksThrough() < position {
        try model.commit(
          ReadModelBatch(
            links: [link(number)], checkpoint: position.previous, linksThrough: position))
      }
      let stored = StoredState(position: position, bytes: state(number))
      try model.commit(
        StateBatch(
          states: entities.map { (.case($0), stored) }, checkpoint: position,
          linksThrough: position))
    }
    while let due = try model.rowsDue() {
      try model.commit(
        model.allStates(after: due.after, limit: 2).map { name, stored in
          let entity = String(name.dropFirst("case-".count))
          return EntityRows(
            entity: .case(entity), position: stored.position, rows: rows(of: entity, number),
            named: [.party("p-\(number)")])
        })
    }
  }

  /// What is not of the moment of the checkpoint; rows that are due must not be there.
  public static func violations(_ model: any ReadModel) throws -> [String] {
    let checkpoint = try model.checkpoint()
    let number = Int(checkpoint.rawValue)
    let count = number == 0 ? 0 : entities.count
    var found: [String] = []
    func expect(_ holds: Bool, _ what: String) {
      if !holds { found.append("\(what) at checkpoint \(checkpoint)") }
    }
    let due = try model.rowsDue()
    let shown = entities.prefix(count).filter { name in
      due.map { "case-\(name)" <= $0.after } ?? true
    }
    let items = try model.rows(item, where: [], after: nil, limit: 1_000)
    expect(items.map(\.key) == shown, "items")
    expect(items.allSatisfy { $0.values[1] == .integer(checkpoint.rawValue) }, "counts")
    expect(items.allSatisfy { $0.position == checkpoint }, "positions")
    let lines = try model.rows(line, where: [], after: nil, limit: 1_000)
    expect(lines.count == number * shown.count, "lines")
    let states = try model.allStates(after: nil, limit: 1_000)
    expect(states.map(\.0) == entities.prefix(count).map { "case-\($0)" }, "states")
    expect(states.allSatisfy { $0.1.bytes == state(number) }, "what the states hold")
    let known = try model.linksThrough()
    expect(try model.allLinks(after: 0, limit: 1_000).count == Int(known.rawValue), "links")
    expect(known == checkpoint || known == checkpoint.next, "links through")
    return found
  }
}
