internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// Random contents of a read model of ``Shelf``.
enum RandomShelf {
  static let texts = [
    "open", "closed", "Open", "", "a%b", "ä", "z", "it's", "日本", "🧑🏽‍🚒", "a\nb", "[\"a\"]",
  ]

  private static func text(_ generator: inout SeededGenerator) -> String {
    texts.randomElement(using: &generator) ?? ""
  }

  private static func value(_ column: Column, _ generator: inout SeededGenerator) -> ColumnValue {
    if Int.random(in: 0..<5, using: &generator) == 0 { return .null }
    switch column.kind {
    case .text: return .text(text(&generator))
    case .integer: return .integer(Int64.random(in: -4...4, using: &generator))
    case .json:
      let count = Int.random(in: 0...3, using: &generator)
      let elements = (0..<count).map { _ in JSONValue.string(text(&generator)) } + [.int(7)]
      return .text(String(decoding: JSONValue.array(elements).canonicalBytes, as: UTF8.self))
    }
  }

  static func row(_ table: Table, _ key: String, _ generator: inout SeededGenerator) -> Row {
    Row(
      table: table.name, key: key,
      values: table.columns.map { column in
        // What a table is ordered by, every row has.
        column.name == table.order?.column
          ? .integer(Int64.random(in: -2...2, using: &generator)) : value(column, &generator)
      },
      position: Bool.random(using: &generator)
        ? nil : Position(Int64.random(in: 1...9, using: &generator)))
  }

  static func parts(_ generator: inout SeededGenerator) -> [StatePart] {
    (0..<Int.random(in: 0...3, using: &generator)).map { _ in
      StatePart(
        name: partName(&generator),
        bytes: [UInt8.random(in: 0...255, using: &generator)])
    }
  }

  static func partName(_ generator: inout SeededGenerator) -> PartName {
    PartName([UInt8.random(in: 250...255, using: &generator), 0, 0xFF])
  }

  /// A write that changes some rows and parts of an entity and leaves the others.
  private static func partialWrite(
    _ entity: String, _ position: Position, _ generator: inout SeededGenerator
  ) -> EntityWrite {
    let lines = (0...4).shuffled(using: &generator)
    return EntityWrite(
      entity: .case(entity), position: position, state: Array("head \(position)".utf8),
      rows: [
        row(Shelf.item, entity, &generator), row(Shelf.line, "\(entity)/\(lines[0])", &generator),
      ],
      named: [.party("p-1")], parts: parts(&generator),
      gone: lines[1...2].map { Row(table: Shelf.line.name, key: "\(entity)/\($0)", values: []) },
      goneParts: [partName(&generator), partName(&generator)], isPartial: true)
  }

  private static func link(_ position: Position, _ generator: inout SeededGenerator) -> Link {
    let kind = LinkKind.allCases.randomElement(using: &generator) ?? .caseIntoCase
    let target = Int.random(in: 0...5, using: &generator)
    return Link(
      kind: kind, subject: "s-\(Int.random(in: 0...6, using: &generator))",
      target: target == 0 ? nil : "t-\(target)", position: position,
      time: Instant(microseconds: Int64.random(in: 0...99, using: &generator)))
  }

  /// A batch that adds, changes and removes entities.
  static func batch(_ number: Int, _ generator: inout SeededGenerator) -> ReadModelBatch {
    let position = Position(Int64(number * 10))
    var writes: [EntityWrite] = []
    for entity in (0..<25).shuffled(using: &generator).prefix(6).map({ "é-\($0)" }) {
      if Int.random(in: 0..<3, using: &generator) == 0 {
        writes.append(partialWrite(entity, position, &generator))
        continue
      }
      let isGone = Int.random(in: 0..<4, using: &generator) == 0
      var rows: [Row] = []
      if !isGone {
        rows.append(row(Shelf.item, entity, &generator))
        for line in 0..<Int.random(in: 0...4, using: &generator) {
          rows.append(row(Shelf.line, "\(entity)/\(line)", &generator))
        }
      }
      writes.append(
        EntityWrite(
          entity: .case(entity), position: position,
          state: isGone ? nil : Array("{\"é\":\(number)}".utf8), rows: rows,
          named: isGone ? [] : [.party("p-\(number % 4)"), .conversation("p-\(number % 3)")],
          parts: isGone ? [] : parts(&generator)))
    }
    let links = (0..<Int.random(in: 0...3, using: &generator)).map { _ in link(position, &generator)
    }
    return ReadModelBatch(
      links: links, entities: writes, checkpoint: position,
      linksThrough: Position(position.rawValue + Int64(number % 3)), leaf: [UInt8(number)])
  }

  static func filters(_ table: Table, _ generator: inout SeededGenerator) -> [RowFilter] {
    table.columns.shuffled(using: &generator).prefix(Int.random(in: 0...2, using: &generator))
      .map { column in
        switch (column.kind, Int.random(in: 0...3, using: &generator)) {
        case (.json, _): .contains(column: column.name, text(&generator))
        case (.text, 3): .isAnyOf(column: column.name, [text(&generator), text(&generator)])
        case (_, 0): .equals(column: column.name, value(column, &generator))
        case (_, 1): .atLeast(column: column.name, value(column, &generator))
        default: .below(column: column.name, value(column, &generator))
        }
      }
  }
}
