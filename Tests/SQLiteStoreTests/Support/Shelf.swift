internal import InteractionModel

@testable import ProjectionEngine
@testable import Projections

/// A projection whose rows tests write themselves: entities with one row each, and lines.
struct Shelf: FoldState {
  static let item = Table(
    "item",
    columns: [
      Column("status", .text, indexed: true), Column("count", .integer, indexed: true),
      Column("tags", .json),
    ])
  static let line = Table("line", columns: [Column("note", .text), Column("at", .integer)])
  static let projection = Projection(
    name: "Shelf", version: 3, folds: [Fold(over: .case, tables: [item, line], state: Shelf.self)])
  static let entities = (0..<6).map { "e-\($0)" }

  init() {}
  init(decoding bytes: [UInt8]) throws {}
  func encoded() -> [UInt8] { [] }
  mutating func apply(_ record: Record) throws(FoldError) {}
  func rows(_ context: RowContext) -> [Row] { [] }

  /// The `number`-th commit: every entity counts up to it and gets a line more, and there is a link
  /// more.
  static func batch(_ number: Int) -> ReadModelBatch {
    let position = Position(Int64(number))
    let link = Link(
      kind: .conversationToCase, subject: "c-\(number)", target: "e-0", position: position,
      time: Instant(microseconds: Int64(number)))
    return ReadModelBatch(
      links: [link],
      entities: entities.map { entity in
        let own = Row(
          table: item.name, key: entity,
          values: [.text("open"), .integer(Int64(number)), .text("[\"a\"]")])
        let lines = (1...number).map { line in
          Row(
            table: Self.line.name, key: "\(entity)/\(line)",
            values: [.text(String(repeating: "x", count: 200)), .integer(Int64(line))])
        }
        return EntityWrite(
          entity: .case(entity), position: position, state: Array("{\"n\":\(number)}".utf8),
          rows: [own] + lines, named: [.party("p-\(number)")])
      },
      checkpoint: position)
  }

  /// The indexes for queries that a read model's file does not have.
  static func missingIndexes(_ file: String) throws -> [String] {
    let found = try RawConnection(file).texts(
      "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY 1")
    return ["item_count", "item_status"].filter { !found.contains($0) }
  }

  /// What is not of the moment of the checkpoint.
  static func violations(_ model: any ReadModel) throws -> [String] {
    let checkpoint = try model.checkpoint()
    let number = Int(checkpoint.rawValue)
    let count = number == 0 ? 0 : entities.count
    var found: [String] = []
    func expect(_ holds: Bool, _ what: String) {
      if !holds { found.append("\(what) at checkpoint \(checkpoint)") }
    }
    let items = try model.rows(item, where: [], after: nil, limit: 1_000)
    expect(items.map(\.key) == Array(entities.prefix(count)), "items")
    expect(items.allSatisfy { $0.values[1] == .integer(checkpoint.rawValue) }, "counts")
    expect(items.allSatisfy { $0.position == checkpoint }, "positions")
    let lines = try model.rows(line, where: [], after: nil, limit: 1_000)
    expect(lines.count == number * count, "lines")
    let states = try model.allStates(after: nil, limit: 1_000)
    expect(states.map(\.0) == entities.prefix(count).map { "case-\($0)" }, "states")
    expect(
      states.allSatisfy { $0.1.bytes == Array("{\"n\":\(number)}".utf8) }, "what the states hold")
    expect(try model.allLinks(after: 0, limit: 1_000).count == number, "links")
    expect(try model.linksThrough() == checkpoint, "links through")
    return found
  }
}
