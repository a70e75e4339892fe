internal import InteractionModel

/// Turns the rows of one file into events by a mapping.
///
/// Used on one thread; remembers the cells of the row at hand and the offsets of days.
final class RowEvaluator {
  let mapping: Mapping
  let context: IntakeContext
  let times: TimeReader
  /// The column of the file for each column of the mapping; nil for an optional one that the file
  /// lacks.
  let slots: [Int?]
  /// The names of the columns of the file.
  let header: [String]
  /// Columns of the file that the mapping does not use, with their names.
  let unused: [(index: Int, name: String)]
  var row = CSVRow()
  var rowID = ""
  private var cells: [String?]
  private var groups = RowGroups()
  /// What the previous row of the group had; nil in the first.
  private(set) var previous: RowGroups.Row?

  /// An evaluator for a file with a header.
  /// - Throws: ``IntakeError/header(file:problems:)`` when the mapping uses columns the file lacks.
  init(
    _ mapping: Mapping, header: [String], file: String, context: IntakeContext
  ) throws(IntakeError) {
    self.mapping = mapping
    self.context = context
    self.header = header
    times = TimeReader(
      patterns: mapping.patterns, zone: mapping.zone.flatMap(ZoneResolver.init(identifier:)))
    var problems: [MappingProblem] = []
    var slots: [Int?] = []
    for column in mapping.columns {
      let places = header.indices.filter { header[$0] == column.name }
      if places.count > 1 {
        problems.append(
          MappingProblem(
            line: column.line, message: "the file has several columns “\(column.name)”"))
      } else if places.isEmpty, !mapping.optionalColumns.contains(column.name) {
        problems.append(
          MappingProblem(
            line: column.line,
            message: "the file has no column “\(column.name)”; correct the name, or list it under "
              + "“optional” of “csv”"))
      }
      slots.append(places.first)
    }
    if !problems.isEmpty { throw .header(file: file, problems: problems) }
    self.slots = slots
    let used = Set(slots.compactMap { $0 })
    unused = header.enumerated().filter { !used.contains($0.offset) }.map {
      ($0.offset, $0.element)
    }
    cells = Array(repeating: nil, count: slots.count)
  }

  /// What a row says.
  func said(of row: CSVRow) throws(RowFault) -> SaidRow {
    self.row = row
    for index in cells.indices { cells[index] = nil }
    guard let id = try text(mapping.rowID), id.utf8.count <= 1024 else {
      throw RowFault(
        "\(describe(mapping.rowID)) is empty, or longer than 1024 bytes",
        remedy: "give every row an id, or name the column that has it under “row”")
    }
    rowID = id
    let group = try mapping.rowGroup.map { value throws(RowFault) in try text(value) } ?? nil
    previous = try group.map { value throws(RowFault) in try groups.previous(of: value) } ?? nil
    var events: [SaidEvent] = []
    var others: [SaidEvent] = []
    for template in mapping.events {
      if try holds(template.when) {
        events.append(try said(template))
      } else if let other = unsaid(template) {
        others.append(other)
      }
    }
    if events.isEmpty {
      guard mapping.keepsOthers else {
        throw RowFault(
          "no event of the mapping applies to the row",
          remedy: "widen a “when” in the mapping, or keep such rows with “otherwise: keep”")
      }
      events.append(try kept())
    }
    if let group {
      var cells: [Int: String] = [:]
      for column in mapping.previousColumns { cells[column] = try cell(column) }
      groups.take(cells, as: group)
    }
    return SaidRow(
      source: mapping.source, id: id,
      written: try mapping.rowVersion.flatMap { value throws(RowFault) in try writing(value) },
      events: events, others: others)
  }

  // MARK: Cells

  private func cell(_ column: Int) throws(RowFault) -> String {
    if let known = cells[column] { return known }
    guard let index = slots[column] else { return "" }
    let text = try decode(index, mapping.columns[column].name)
    cells[column] = text
    return text
  }

  /// The text of a field of the row at hand.
  func decode(_ index: Int, _ name: String) throws(RowFault) -> String {
    guard let text = mapping.encoding.text(row.field(index)) else {
      throw RowFault(
        "column “\(name)” is not \(mapping.encoding.rawValue)",
        remedy: "set “encoding” of “csv” in the mapping")
    }
    return text
  }

  /// The text of a value as a word: trimmed, looked up, nil when there is none.
  func text(_ value: MappingValue) throws(RowFault) -> String? {
    for term in value.terms {
      if let text = try text(term) { return text }
    }
    return nil
  }

  /// The text of a value as it stands, for sealed parts.
  func rawText(_ value: MappingValue) throws(RowFault) -> String? {
    for term in value.terms {
      if case .column(let column) = term.origin, term.isPlain {
        let text = try cell(column)
        if !text.isEmpty { return text }
      } else if let text = try text(term) {
        return text
      }
    }
    return nil
  }

  func text(_ term: MappingTerm) throws(RowFault) -> String? {
    var text: String
    switch term.origin {
    case .const(let word): text = word
    case .mint(let name):
      return context.minter.eventID(
        source: mapping.source, externalID: rowID, externalVersion: "", name: name
      ).description
    case .column(let column): text = RowEvaluator.trimmed(try cell(column))
    case .previous(let column): text = RowEvaluator.trimmed(previous?[column] ?? "")
    }
    if text.isEmpty {
      return term.table.flatMap { mapping.tables[$0].values[""] }
    }
    if let prefix = term.stripPrefix, text.hasPrefix(prefix) {
      text = RowEvaluator.trimmed(String(text.dropFirst(prefix.count)))
    }
    if let suffix = term.stripSuffix, text.hasSuffix(suffix) {
      text = RowEvaluator.trimmed(String(text.dropLast(suffix.count)))
    }
    if term.stripZeros {
      let rest = text.drop { $0 == "0" }
      text = rest.isEmpty ? "0" : String(rest)
    }
    if text.utf8.count < term.padZeros {
      text = String(repeating: "0", count: term.padZeros - text.utf8.count) + text
    }
    if let place = term.table {
      let table = mapping.tables[place]
      guard let word = table.values[text] ?? table.fallback else {
        throw RowFault(
          "\(describe(term)) has a value that is not in the table “\(table.name)”",
          remedy: "add it to the table “\(table.name)” in the mapping, or give the table a default")
      }
      text = word
    }
    if let prefix = term.prefix { text = prefix + text }
    return text.isEmpty ? nil : text
  }

  static func trimmed(_ text: String) -> String {
    let utf8 = text.utf8
    guard let first = utf8.first, let last = utf8.last, first <= 0x20 || last <= 0x20 else {
      return text
    }
    guard let start = utf8.firstIndex(where: { $0 > 0x20 }),
      let end = utf8.lastIndex(where: { $0 > 0x20 })
    else { return "" }
    return String(text[start...end])
  }

  // MARK: Words for messages

  /// A value in words: its columns, never its content.
  func describe(_ value: MappingValue) -> String {
    value.terms.first.map { describe($0) } ?? "a value"
  }

  func describe(_ term: MappingTerm) -> String {
    switch term.origin {
    case .column(let column): return "column “\(mapping.columns[column].name)”"
    case .previous(let column):
      return "column “\(mapping.columns[column].name)” of the previous row"
    case .const, .mint: return "a value of the mapping"
    }
  }
}

extension MappingTerm {
  /// Whether the value is the cell as it stands.
  fileprivate var isPlain: Bool {
    table == nil && stripPrefix == nil && stripSuffix == nil && !stripZeros && padZeros == 0
      && prefix == nil
  }
}
