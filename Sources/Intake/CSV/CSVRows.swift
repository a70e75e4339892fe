internal import InteractionModel

/// Any CSV file through a mapping: each row becomes one or more named events.
///
/// A mapping is YAML:
///
/// ```yaml
/// source: permits                    # names the system; part of every minted id
/// csv: {delimiter: ",", encoding: utf-8, optional: [Notes]}
/// time: {zone: America/New_York, formats: [MM/dd/yyyy hh:mm:ss a, iso8601]}
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
///   the row's id), or a list of them, of which the first that is there counts. A column can have
///   `table`, `stripPrefix`, `stripSuffix`, `stripZeros`, `padZeros`, `prefix`, `split`, and
///   `mint: true` where the cell is a person's identifier from which an id is to be made. What a
///   table makes empty is not there.
/// - A **condition** is `{column: C, table: T}` with `present`, `equals`, `not`, `in` or `notIn`;
///   `before: [A, B]` of two times; `differ: [A, B]` of two values that are both there; `all`,
///   `any`, `none` of a list; a plain list must hold as a whole.
/// - **sealed** is `name: value`, or a list of `{participant, party, fields, rest: NAME}`; `rest`
///   keeps all columns that nothing in the mapping uses, so that nothing of a row is lost.
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
/// another was said in between. Importing the same again, or an older export after a newer one, adds
/// nothing: the latter is known by the row's version, or by the whole file, which is remembered when it
/// was imported to its end (not what came through a pipe).
///
/// **Several rows a case.** `row: {id: …, group: CASE}` says which rows belong together, wherever they
/// stand in the file. Then `{first: true}` is a condition of the first row of a group, and
/// `previous: C` stands for the column of the row before it in the group, in values and conditions
/// alike, empty in the first: `{previous: STATE, in: [Closed]}`, `differ: [TEAM, {previous: TEAM}]`.
/// Rows that were rejected are not counted. The last 100,000 groups are remembered (256 MB of their
/// cells at most); a row whose group was seen before those is rejected, and the file has to be sorted.
///
/// Times without a zone are read in the mapping's zone. A time that the clock showed twice is taken
/// as the earlier one and flagged `ambiguous_time`; one that it never showed keeps no zone and is
/// flagged `impossible_time`. A public field whose value is not of its kind is sealed and flagged
/// `sealed:FIELD`; a value missing in a table without a default rejects the row.
public struct CSVRows: IntakeFormat {
  /// The name on the command line.
  public static let name = "csv"
  /// One line that says what it reads.
  public static let summary = "any CSV file, through a YAML mapping"

  /// The text of the mapping.
  public let settings: String
  private let mapping: Mapping

  /// The format with the mapping of the options.
  /// - Parameter options: with a mapping.
  /// - Throws: ``IntakeError`` that lists all mistakes of the mapping.
  public init(options: IntakeOptions) throws(IntakeError) {
    guard let text = options.mapping else { throw .mappingRequired(format: CSVRows.name) }
    mapping = try MappingReader.read(text, name: options.mappingName)
    settings = text
  }

  /// Reads a CSV file, one item a row.
  /// - Throws: ``IntakeError`` when the file cannot be read or lacks columns of the mapping.
  public func read(
    _ source: IntakeSource, context: IntakeContext, _ handle: (IntakeItem) throws -> Void
  ) throws {
    var parser = CSVParser(try ChunkReader(source), delimiter: mapping.delimiter)
    guard let header = try header(&parser, source) else { return }
    let evaluator = try RowEvaluator(
      mapping, header: header, file: source.name, context: context)
    while let outcome = try parser.next() {
      switch outcome {
      case .fault(let line, let fault):
        try handle(.rejected(fault.rejection(file: source.name, line: line)))
      case .row:
        let item: IntakeItem
        do {
          guard parser.row.count == header.count else {
            throw RowFault(
              "the row has \(parser.row.count) fields, the header \(header.count)",
              remedy: "quote fields that hold the delimiter or a line break (RFC 4180)")
          }
          item = .said(line: parser.row.line, try evaluator.said(of: parser.row))
        } catch let fault as RowFault {
          item = .rejected(fault.rejection(file: source.name, line: parser.row.line))
        }
        try handle(item)
      }
    }
  }

  /// The names of the columns; nil for an empty file.
  private func header(
    _ parser: inout CSVParser, _ source: IntakeSource
  ) throws(IntakeError) -> [String]? {
    switch try parser.next() {
    case nil: return nil
    case .fault(let line, let fault)?:
      throw .header(
        file: source.name, problems: [MappingProblem(line: line, message: fault.description)])
    case .row?:
      var names: [String] = []
      for index in 0..<parser.row.count {
        guard let name = mapping.encoding.text(parser.row.field(index)) else {
          throw .header(
            file: source.name,
            problems: [
              MappingProblem(
                line: 1,
                message: "the header is not \(mapping.encoding.rawValue); set “encoding” of “csv”")
            ])
        }
        names.append(RowEvaluator.trimmed(name))
      }
      return names
    }
  }
}
