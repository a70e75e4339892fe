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
  /// The name of each column of the file.
  let names: [String]
  var row = CSVRow()
  var rowID = ""
  private let encoding: TextEncoding
  /// How the file spells characters, and what to do where it does not.
  private let written: TextEncoding
  private let encodingRemedy: String
  /// The column of the mapping for each column of the file; nil for those that it does not use.
  private let places: [Int?]
  /// For each event of the mapping the place of its time among the times of a row; nil where it has
  /// none.
  let timePlaces: [Int?]
  /// How the rows at hand stood in time.
  private var standing = RowOrder()
  /// The columns of the file in the order of their names, in which an object grows at its end.
  private let order: [Int]
  private var cells: [String?]
  /// For each column of the mapping whether an event of the row at hand has what it says, whole.
  var kept: [Bool]
  /// Whether the time that was asked for last has a time of day without its day.
  var lacksDay = false
  private var doubts: EncodingDoubts

  /// How many columns the file has.
  var columns: Int { names.count }
  private var groups = RowGroups()
  /// Where the first row without a group stands, and how many there are.
  private var groupless: (first: Int?, count: Int) = (nil, 0)
  /// What the previous row of the group had; nil in the first.
  private(set) var previous: RowGroups.Row?

  /// An evaluator for a file with a header.
  /// - Throws: ``IntakeError/header(file:problems:)`` when the mapping uses columns the file lacks.
  init(
    _ mapping: Mapping, header: CSVHeader, text: ChunkReader, file: String, context: IntakeContext
  ) throws(IntakeError) {
    self.mapping = mapping
    self.context = context
    encoding = text.encoding
    written = text.written
    encodingRemedy = text.encodingRemedy
    doubts = EncodingDoubts(encoding)
    names = header.names
    times = TimeReader(zone: mapping.zone.flatMap(ZoneResolver.init(identifier:)))
    var problems: [MappingProblem] = []
    var slots: [Int?] = []
    var places = [Int?](repeating: nil, count: names.count)
    let indices = Dictionary(zip(names, names.indices)) { first, _ in first }
    for (place, column) in mapping.columns.enumerated() {
      let index = indices[column.name]
      if let index {
        places[index] = place
      } else if let problem = RowEvaluator.problem(of: column, in: header, mapping) {
        problems.append(problem)
      }
      slots.append(index)
    }
    if !problems.isEmpty { throw .header(file: file, problems: problems) }
    self.slots = slots
    self.places = places
    let names = names
    order = names.indices.sorted { names[$0].utf16.lexicographicallyPrecedes(names[$1].utf16) }
    var values: [MappingValue] = []
    timePlaces = mapping.events.map { template in
      guard let value = template.occurred else { return nil }
      if let place = values.firstIndex(of: value) { return place }
      values.append(value)
      return values.count - 1
    }
    cells = Array(repeating: nil, count: slots.count)
    kept = Array(repeating: false, count: slots.count)
  }

  /// Why a column that is not in the file cannot be used; nil when it need not be there.
  private static func problem(
    of column: Mapping.Column, in header: CSVHeader, _ mapping: Mapping
  ) -> MappingProblem? {
    let message: String
    if let shared = header.shared.first(where: { $0.name == column.name }) {
      message =
        "the file has several columns “\(column.name)”; say which: \(CSVHeader.list(shared.names))"
    } else if mapping.optionalColumns.contains(column.name) {
      return nil
    } else {
      let nearest = NearestWords.words(to: column.name, among: header.names)
      message =
        "the file has no column “\(column.name)”; the nearest: \(CSVHeader.list(nearest)); correct "
        + "the name, or list it under “optional” of “csv”"
    }
    return MappingProblem(file: mapping.name, line: column.line, message: message)
  }

  /// What to say of the file before its rows: how its header is spelled, and which columns no event
  /// can have.
  func notes(file: String, header: CSVRow) -> [IntakeNote] {
    if encoding != .utf8 {
      for (index, name) in names.enumerated() {
        doubts.look(at: header.field(index), name, line: header.line)
      }
    }
    return takeNotes(file: file) + unused(file: file, line: header.line)
  }

  private func unused(file: String, line: Int) -> [IntakeNote] {
    guard !mapping.keepsRest else { return [] }
    let kept = mapping.keptColumns
    let unused = names.indices.filter { index in
      places[index].map { !kept.contains($0) } ?? true
    }.map { names[$0] }
    guard !unused.isEmpty else { return [] }
    return [
      IntakeNote(
        file: file, line: line,
        text: """
          the mapping keeps nothing of \(unused.count) of the columns: \(CSVHeader.list(unused)); add \
          `sealed: [{rest: columns}]` to an event, and they are sealed with it
          """)
    ]
  }

  /// What to say of the file after a row: that its text looks like another encoding.
  func takeNotes(file: String) -> [IntakeNote] { doubts.takeNotes(file: file) }

  /// What to say of the file after its rows: that they do not stand in the order of their times.
  func lastNotes(file: String) -> [IntakeNote] {
    var notes: [IntakeNote] = []
    if mapping.comparesRows, let first = groupless.first {
      notes.append(
        IntakeNote(
          file: file, line: first,
          text: """
            \(groupless.count == 1 ? "this row has" : "\(groupless.count) rows, of which this is the first, have") \
            nothing in the “group” of “row”: each counts as the first of a group of its own
            """))
    }
    guard mapping.comparesRows, let line = standing.firstFalling else { return notes }
    return notes + [
      IntakeNote(
        file: file, line: line,
        text: """
          \(standing.falling == 1 ? "this row stands" : "\(standing.falling) rows, of which this is the first, stand") \
          behind a later one of the same group; “first” and “previous” go by the order of the rows: sort \
          them by time, oldest first
          """)
    ]
  }

  /// What a row says.
  func said(of row: CSVRow) throws(RowFault) -> SaidRow {
    take(row)
    do throws(RowFault) {
      guard row.count == columns else {
        throw RowFault(
          "the row has \(row.count) fields, the header \(columns)",
          remedy: "quote fields that hold the delimiter or a line break (RFC 4180)")
      }
      return try said()
    } catch {
      countInGroup()
      throw error
    }
  }

  /// Passes over a row that cannot be read, or not to its end.
  func passOver(_ row: CSVRow) {
    take(row)
    countInGroup()
  }

  /// Takes another row to hand.
  private func take(_ row: CSVRow) {
    self.row = row
    for index in cells.indices {
      cells[index] = nil
      kept[index] = false
    }
  }

  /// The group of a row, and its times by their ``timePlaces``; what cannot be read is left out.
  func times(of row: CSVRow) -> (group: String, times: [Int: Instant])? {
    take(row)
    guard let value = mapping.rowGroup, let group = try? text(value) else { return nil }
    var times: [Int: Instant] = [:]
    for (template, place) in zip(mapping.events, timePlaces) {
      guard let place, times[place] == nil, let value = template.occurred else { continue }
      times[place] = (try? time(value))?.timestamp.instant
    }
    return (group, times)
  }

  /// Lets no later row be the first of the group of one that is rejected, where it shows its group:
  /// which row is the first is not to depend on which ones are good.
  private func countInGroup() {
    if let group = try? group() { groups.passOver(group) }
  }

  private func group() throws(RowFault) -> String? {
    try mapping.rowGroup.flatMap { value throws(RowFault) in try text(value) }
  }

  private func said() throws(RowFault) -> SaidRow {
    rowID = try identity()
    let group = try group()
    if group == nil { groupless = (groupless.first ?? row.line, groupless.count + 1) }
    previous = try group.map { value throws(RowFault) in try groups.previous(of: value) } ?? nil
    var drafts: [(template: EventTemplate, event: EventDraft)] = []
    var others: [SaidEvent] = []
    var times: [Int: Instant] = [:]
    for (template, place) in zip(mapping.events, timePlaces) {
      do throws(RowFault) {
        if try holds(template.when) {
          let draft = try event(template)
          drafts.append((template, draft))
          if let place { times[place] = draft.event.occurred?.instant }
        } else if let other = unsaid(template) {
          others.append(other)
        }
      } catch {
        var fault = error
        fault.event = template.name
        throw fault
      }
    }
    // What is left of the row is known only when all events have taken what is theirs.
    let rest = try mapping.keepsRest ? rest() : JSONObject()
    var events: [SaidEvent] = []
    for (template, draft) in drafts { events.append(try said(template, draft.event(with: rest))) }
    if events.isEmpty {
      guard mapping.keepsOthers else {
        throw RowFault(
          "no event of the mapping applies to the row",
          remedy: "widen a “when” in the mapping, or keep such rows with “otherwise: keep”")
      }
      events.append(try note(of: everything()))
    } else if !rest.isEmpty, drafts.allSatisfy(\.event.rests.isEmpty) {
      // The event that has the rest is not said of this row.
      events.append(try note(of: rest))
    }
    if let group {
      var cells: [Int: String] = [:]
      for column in mapping.previousColumns { cells[column] = try cell(column) }
      groups.take(cells, as: group)
      standing.take(times, of: group, line: row.line)
    }
    var said = SaidRow(
      source: mapping.source, id: rowID,
      version: try mapping.rowVersion.flatMap { value throws(RowFault) in try version(value) },
      events: events, others: others)
    said.isFirst = mapping.comparesRows && group != nil && previous == nil
    return said
  }

  /// The id of the row: all parts of a joined one, of which none may be missing.
  private func identity() throws(RowFault) -> String {
    var parts: [String] = []
    if mapping.rowID.terms.count == 1, case .join(let values) = mapping.rowID.terms[0].origin {
      for value in values {
        guard let part = try text(value) else {
          throw RowFault(
            "\(describe(value)) is empty, which is part of the row's id",
            remedy: "give every row all parts of its id, or join other columns under “row”")
        }
        parts.append(part)
      }
    } else if let id = try text(mapping.rowID) {
      parts = [id]
    }
    // A separator that no cell has by accident: “a b” and “c” are not “a” and “b c”.
    let id = parts.joined(separator: "\u{1F}")
    guard !id.isEmpty, id.utf8.count <= 1024 else {
      throw RowFault(
        "\(describe(mapping.rowID)) is empty, or longer than 1024 bytes",
        remedy: "give every row an id, or name the column that has it under “row”")
    }
    return id
  }

  /// What no event of the row has whole, by column: what the mapping does not use, or looks at only
  /// to decide, to look it up in a table or to make an id of it.
  private func rest() throws(RowFault) -> JSONObject {
    var rest = JSONObject()
    for index in order {
      if let place = places[index], kept[place] { continue }
      // A word that means nothing stays what the source wrote.
      let text = try decode(index)
      if !text.isEmpty { rest[names[index]] = .string(text) }
    }
    return rest
  }

  // MARK: Cells

  func cell(_ column: Int) throws(RowFault) -> String {
    if let known = cells[column] { return known }
    guard let index = slots[column] else { return "" }
    let text = try decode(index)
    cells[column] = text
    return text
  }

  /// The text of a field of the row at hand; empty where it ends before.
  func decode(_ index: Int) throws(RowFault) -> String {
    guard index < row.count else { return "" }
    let field = row.field(index)
    guard let text = encoding.text(field) else {
      throw RowFault(
        "column “\(names[index])” is not \(written.rawValue)", remedy: encodingRemedy)
    }
    if encoding != .utf8 { doubts.look(at: field, names[index], line: row.line) }
    return text
  }

  /// The text of a value as a word: trimmed, looked up, nil when there is none.
  ///
  /// It `keeps` its columns when it goes into an event, which then has what they say. A word that is
  /// not in the table of its value rejects the row, or stands for itself `orUnlisted`.
  func text(
    _ value: MappingValue, keeps: Bool = false, orUnlisted: Bool = false
  ) throws(RowFault) -> String? {
    for term in value.terms {
      if let text = try text(term, keeps: keeps, orUnlisted: orUnlisted) { return text }
    }
    return nil
  }

  /// The text of a value as it stands, for sealed parts.
  func rawText(_ value: MappingValue) throws(RowFault) -> String? {
    for term in value.terms {
      if case .column(let column) = term.origin, term.isPlain {
        let text = try cell(column)
        if !isNothing(text) {
          kept[column] = true
          return text
        }
      } else if let text = try text(term, keeps: true) {
        return text
      }
    }
    return nil
  }

  /// The text of a term as a word; nil when there is none.
  func text(
    _ term: MappingTerm, keeps: Bool = false, orUnlisted: Bool = false
  ) throws(RowFault) -> String? {
    var text: String
    var isCell = true
    switch term.origin {
    case .const(let word):
      text = word
      isCell = false
    case .mint(let name):
      return context.minter.eventID(
        source: mapping.source, externalID: rowID, externalVersion: "", name: name
      ).description
    case .column(let column): text = RowEvaluator.trimmed(try cell(column))
    case .join(let values):
      var parts: [String] = []
      for value in values {
        if let part = try self.text(value, keeps: keeps && term.isReadable) { parts.append(part) }
      }
      text = parts.joined(separator: term.separator)
    case .previous(let column): text = RowEvaluator.trimmed(previous?[column] ?? "")
    }
    if isCell ? isNothing(text) : text.isEmpty {
      // A table that names the word means the word.
      return term.table.flatMap { mapping.tables[$0].values[text] ?? mapping.tables[$0].values[""] }
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
      guard let word = table.values[text] ?? table.fallback ?? (orUnlisted ? text : nil) else {
        throw RowFault(
          "\(describe(term)) has a value that is not in the table “\(table.name)”",
          remedy: "add it to the table “\(table.name)” in the mapping, or give the table a default")
      }
      text = word
    }
    if let prefix = term.prefix { text = prefix + text }
    if text.isEmpty { return nil }
    if keeps, term.isReadable, case .column(let column) = term.origin { kept[column] = true }
    return text
  }

  /// Whether a cell says that there is no value.
  func isNothing(_ text: String) -> Bool {
    if text.isEmpty { return true }
    let word = RowEvaluator.trimmed(text)
    // The longest usual word has six letters; most cells are told by their length.
    return word.utf8.count <= mapping.longestNothing && mapping.nothing.contains(word)
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
    case .column(let column): "column “\(mapping.columns[column].name)”"
    case .previous(let column): "column “\(mapping.columns[column].name)” of the previous row"
    case .join(let values): values.map { describe($0) }.joined(separator: " with ")
    case .const, .mint: "a value of the mapping"
    }
  }
}

extension MappingTerm {
  /// Whether the value is the cell as it stands.
  fileprivate var isPlain: Bool {
    table == nil && stripPrefix == nil && stripSuffix == nil && !stripZeros && padZeros == 0
      && prefix == nil
  }

  /// Whether whoever reads the value reads what the cell says: no table made another word of it,
  /// and no id was minted from it.
  var isReadable: Bool { table == nil && !isMinted }
}
