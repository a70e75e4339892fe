internal import InteractionModel

/// Any CSV file through a mapping: each row becomes one or more named events.
///
/// A mapping is YAML; all its keys are in <doc:MappingReference>:
///
/// ```yaml
/// source: permits                    # names the system; part of every minted id
/// csv: {delimiter: ",", encoding: utf-8, optional: [Notes]}
/// time: {zone: America/New_York, formats: [MM/dd/yyyy hh:mm:ss a, iso8601]}
/// nothing: [NULL, N/A, "-"]          # cells without a value
/// row: {id: NUMBER, version: CHANGED}  # CHANGED: when the source last wrote the row, if it says
/// tables:
///   channel: {values: {Phone: voice, Web: self_service}, default: internal}
/// defaults: {case: NUMBER, department: OFFICE}
/// events:
///   - name: opened                   # unique; part of the event's id
///     type: case.opened
///     when: {column: STATE, in: [Open, Closed]}
///     stream: case
///     channel: {column: SOURCE, table: channel}
///     occurred: [OPENED, CHANGED]    # the first that is there
///     body: {service: KIND, due: DUE}
///     flags: {backdated: {before: [OPENED, RECEIVED]}}
///     sealed: {title: SUBJECT}
///   - name: reopened
///     type: case.reopened
///     when: {column: STATE, equals: Open}
///     after: closed                  # only where an event of that name was the last to say the state
/// otherwise: reject                  # rows that no event applies to; keep makes notes of them
/// ```
///
/// - A **value** is a column's name, `{column: C}`, `{const: X}`, `{mint: NAME}` (an id made from
///   the row's id), `{join: [A, B]}` (such as a date and a time of day), or a list of them, of which
///   the first that is there counts. A column can have
///   `formats` (how its times are written, said once for the whole mapping),
///   `table`, `stripPrefix`, `stripSuffix`, `stripZeros`, `padZeros`, `prefix`, `split`, and
///   `mint: true` where the cell is a person's identifier from which an id is to be made. What a
///   table makes empty is not there.
/// - A **condition** is `{column: C, table: T}` with `present`, `equals`, `not`, `in` or `notIn`;
///   `before: [A, B]` of two times; `differ: [A, B]` of two values that are both there; `all`,
///   `any`, `none` of a list; a plain list must hold as a whole.
/// - **sealed** is `name: value`, or a list of `{participant, party, fields, rest: NAME}`; `rest`
///   keeps all that no event of the row has whole, so that nothing of a row is lost.
/// - **after** names events of the same row (one, or a list): the event is said only where one of
///   them was the last that the log has of the row's state, and not itself. So an export that says just
///   `Open` reopens what an earlier one closed.
/// - `versioned: true` makes an event new with each version of the row, though it says the same.
/// - **otherwise** says what becomes of a row that no event applies to: `reject`, which is usual, or
///   `keep`: it becomes `note.added` of the kind `row` with all its columns, in the stream of the case
///   that `defaults` names, or of a document of its own.
///
/// **Newer exports.** A row that was imported before adds what it says otherwise than the last export
/// did, see ``RowNews``: each event whose content changed, but for a time that is the row's version;
/// and the state (closed, reopened, pended, resolved; the state of a clock) that holds again though
/// another was said in between. Which export is newer is known by the row's version, where that is a
/// time or a number, and else by the order in which files were imported, see ``ImportHistory``. A state
/// whose time is the row's version comes after those that the mapping has ahead of it, whatever times
/// those have: a case that is open again may keep the date of its closing. An event
/// with the `rest` of a row is said again whenever one of those columns changed: give it to a note, not to
/// the opening of the case.
///
/// **Several rows a case.** `row: {id: …, group: CASE}` says which rows belong together, wherever they
/// stand in the file. Then `{first: true}` is a condition of the first row of a group, and
/// `previous: C` stands for the column of the row before it in the group, in values and conditions
/// alike, empty in the first: `{previous: STATE, in: [Closed]}`, `differ: [TEAM, {previous: TEAM}]`.
/// A row that was rejected, and shows its group, was there: the next one is not the first, and for
/// `previous` the last that was taken counts. The last 100,000 groups are remembered (256 MB of their
/// cells at most); a row whose group was seen before those is rejected, and the file has to be sorted.
/// A row without a group is the first of one of its own, which is told with their number. No row of
/// another file is known: the first row of a case in a newer file is `first` again, and its `previous` is
/// empty, which is told too. Export such files whole, or put them together, oldest rows first.
///
/// **Times** are read by the `formats` of their column, else of `time`, tried in their order for each
/// cell anew: patterns such as `MM/dd/yyyy hh:mm:ss a`, `d-MMM-yy` (`pivot` says of which century,
/// see ``TimePattern/letters``), and the words `iso8601`, `excel`, `excel-1904`, `epoch` and
/// `epoch-ms`. A time that two of them read differently ends the reading: nothing in the file can
/// decide it. Times and days without a zone are read in the mapping's zone: a day is that day, and
/// stands where it begins. A time that the clock showed twice is taken as the earlier one and
/// flagged `ambiguous_time`; one that it never showed has the offset before the change and is
/// flagged `impossible_time`; the report counts both, those without any zone, and leap seconds. `0001-01-01`, `1900-01-00`,
/// the zero of a count and their like (``LocalTime/meansNothing``) are no time, and their column has
/// no value. The same holds for cells with a word of `nothing` in any column, unless the table or
/// the condition that asks for them names the word.
///
/// A public field whose value is not of its kind is sealed and flagged
/// `sealed:FIELD`; a value missing in a table without a default rejects the row.
public struct CSVRows: IntakeFormat {
  /// The name on the command line.
  public static let name = "csv"
  /// One line that says what it reads.
  public static let summary = "any CSV file, through a YAML mapping"

  private let mapping: Mapping

  /// The format with the mapping of the options.
  /// - Parameter options: with a mapping.
  /// - Throws: ``IntakeError`` that lists all mistakes of the mapping.
  public init(options: IntakeOptions) throws(IntakeError) {
    guard let text = options.mapping else { throw .mappingRequired(format: CSVRows.name) }
    mapping = try MappingReader.read(text, name: options.mappingName)
  }

  /// The source that the mapping names.
  public func exporter(in context: IntakeContext) -> String? { mapping.source }

  /// Reads a CSV file, one item a row.
  /// - Throws: ``IntakeError`` when the file cannot be read or lacks columns of the mapping.
  public func read(
    _ source: IntakeSource, context: IntakeContext, _ handle: (IntakeItem) throws -> Void
  ) throws {
    guard let file = try open(source, context) else { return }
    let evaluator = file.evaluator
    var parser = file.parser
    for note in file.notes { try handle(.note(note)) }
    func take(_ outcome: CSVParser.Outcome, _ row: CSVRow, swallowed lines: Int) throws {
      switch outcome {
      case .fault(let line, let fault):
        evaluator.passOver(row)
        try handle(.rejected(fault.rejection(file: source.name, at: RowPlace(line: line))))
      case .row:
        if lines > 0 { try handle(.note(swallowed(lines, row, source))) }
        try handle(item(row, evaluator, source))
        for note in evaluator.takeNotes(file: source.name) { try handle(.note(note)) }
      }
    }
    if try isNewestFirst(source, context) {
      try handle(.note(IntakeNote(file: source.name, text: BackwardRows.note)))
      for row in try BackwardRows(&parser, source).reversed {
        try take(row.outcome, row.row, swallowed: row.swallowed)
      }
    } else {
      while let outcome = try parser.next() {
        try take(outcome, parser.row, swallowed: parser.swallowed)
      }
    }
    if let line = parser.unended { try handle(.note(unended(line, source))) }
    for note in evaluator.lastNotes(file: source.name) { try handle(.note(note)) }
  }

  /// A file behind its header, what reads its rows, and what there is to say of it before them; nil
  /// when it is empty.
  private func open(
    _ source: IntakeSource, _ context: IntakeContext
  ) throws(IntakeError) -> (parser: CSVParser, evaluator: RowEvaluator, notes: [IntakeNote])? {
    let chunks = try ChunkReader(source, text: mapping.encoding ?? .utf8)
    let hint = try Delimiter.hint(in: chunks)
    let delimiter = hint ?? mapping.delimiter ?? Delimiter.usual
    var parser = CSVParser(chunks, delimiter: delimiter, firstLine: hint == nil ? 1 : 2)
    guard let header = try header(&parser, chunks, source) else { return nil }
    let evaluator = try RowEvaluator(
      mapping, header: header, text: chunks, file: source.name, context: context)
    parser.columns = header.names.count
    let notes =
      mapping.notes + markNotes(chunks, hint, source)
      + header.notes(file: source.name, line: parser.row.line)
      + evaluator.notes(file: source.name, header: parser.row)
    return (parser, evaluator, notes)
  }

  /// Whether the rows of each group stand newest first, where that counts and can be looked at before.
  private func isNewestFirst(
    _ source: IntakeSource, _ context: IntakeContext
  ) throws(IntakeError) -> Bool {
    guard mapping.comparesRows, source.isRepeatable, let file = try open(source, context) else {
      return false
    }
    var parser = file.parser
    return try RowOrder.isNewestFirst { () throws(IntakeError) in
      guard let outcome = try parser.next() else { return nil }
      guard case .row = outcome, parser.row.count == file.evaluator.columns else {
        return .some(nil)
      }
      return .some(file.evaluator.times(of: parser.row))
    }
  }

  private func item(
    _ row: CSVRow, _ evaluator: RowEvaluator, _ source: IntakeSource
  ) throws(IntakeError) -> IntakeItem {
    let place = RowPlace(line: row.line)
    do throws(RowFault) {
      return .said(place, try evaluator.said(of: row))
    } catch {
      let rejection = error.rejection(file: source.name, at: place)
      if error.endsFile { throw .undecided(rejection) }
      return .rejected(rejection)
    }
  }

  // MARK: Notes

  /// Where the file itself says how it is written, and the mapping says otherwise.
  private func markNotes(
    _ chunks: ChunkReader, _ hint: UInt8?, _ source: IntakeSource
  ) -> [IntakeNote] {
    var texts: [String] = []
    if let said = mapping.encoding, let marked = chunks.marked, marked != said {
      texts.append(
        """
        the file begins with the byte order mark of \(marked.rawValue) and is read so, though the \
        mapping says \(said.rawValue)
        """)
    }
    if let said = mapping.delimiter, let hint, hint != said {
      texts.append(
        """
        the file says “sep=\(Delimiter.name(hint))” and is read so, though the mapping says \
        “\(Delimiter.name(said))”
        """)
    }
    return texts.map { IntakeNote(file: source.name, line: 1, text: $0) }
  }

  private func unended(_ line: Int, _ source: IntakeSource) -> IntakeNote {
    IntakeNote(
      file: source.name, line: line,
      text: """
        the last row has no line end; if the file was cut off, its last field may be shorter than it \
        was: see that the export is whole
        """)
  }

  private func swallowed(_ lines: Int, _ row: CSVRow, _ source: IntakeSource) -> IntakeNote {
    let found =
      lines == 1
      ? "line that looks like a row of its own" : "lines that look like rows of their own"
    return IntakeNote(
      file: source.name, line: row.line,
      text: """
        a quoted field takes in \(lines) more \(found); if \
        its first quote is one too many, take it out and import the file again
        """)
  }

  // MARK: The header

  /// The columns; nil for an empty file.
  private func header(
    _ parser: inout CSVParser, _ chunks: ChunkReader, _ source: IntakeSource
  ) throws(IntakeError) -> CSVHeader? {
    switch try parser.next() {
    case nil: return nil
    case .fault(let line, let fault)?:
      let found = parser.intruder.flatMap { Delimiter.candidates.contains($0) ? $0 : nil }
      throw .header(
        file: source.name,
        problems: [
          MappingProblem(
            line: line,
            message: found.map { Delimiter.mistake(expected: parser.delimiter, found: $0) }
              ?? fault.description)
        ])
    case .row?:
      var names: [String] = []
      for index in 0..<parser.row.count {
        guard let name = chunks.encoding.text(parser.row.field(index)) else {
          throw .header(
            file: source.name,
            problems: [
              MappingProblem(
                line: 1,
                message: "the header is not \(chunks.written.rawValue); \(chunks.encodingRemedy)")
            ])
        }
        names.append(RowEvaluator.trimmed(name))
      }
      try check(names, parser.delimiter, source)
      return CSVHeader(names)
    }
  }

  /// Finds what explains a header that has none of the mapping's columns: another delimiter, or an
  /// encoding of two bytes a character.
  private func check(
    _ names: [String], _ delimiter: UInt8, _ source: IntakeSource
  ) throws(IntakeError) {
    let wanted = Set(mapping.columns.map(\.name)).subtracting(mapping.optionalColumns)
    if names.contains(where: { $0.utf8.contains(0) }) {
      throw .header(
        file: source.name,
        problems: [
          MappingProblem(
            line: 1,
            message: """
              the header has zero bytes, as UTF-16 has; write `csv: {encoding: utf-16le}` (or \
              utf-16be), or export it as UTF-8
              """)
        ])
    }
    guard !wanted.isSubset(of: names) else { return }
    if let found = Delimiter.other(than: delimiter, for: wanted, in: names) {
      throw .header(
        file: source.name,
        problems: [
          MappingProblem(
            line: 1, message: Delimiter.mistake(expected: delimiter, found: found))
        ])
    }
  }
}
