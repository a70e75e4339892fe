internal import InteractionModel

/// Any CSV file through a mapping: each row becomes one or more named events.
///
/// A mapping is YAML:
///
/// ```yaml
/// source: permits                    # names the system; part of every minted id
/// csv: {delimiter: ",", encoding: utf-8, optional: [Notes]}
/// time: {zone: America/New_York, formats: [MM/dd/yyyy hh:mm:ss a, iso8601]}
/// nothing: [NULL, N/A, "-"]          # cells without a value
/// row: {id: NUMBER, version: CHANGED}
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
/// ```
///
/// - A **value** is a column's name, `{column: C}`, `{join: [DATE, TIME]}` (columns with a space
///   between them), `{const: X}`, `{mint: NAME}` (an id made from
///   the row's id), or a list of them, of which the first that is there counts. A column can have
///   `formats` (how its times are written, said once for the whole mapping),
///   `table`, `stripPrefix`, `stripSuffix`, `stripZeros`, `padZeros`, `prefix`, `split`, and
///   `mint: true` where the cell is a person's identifier from which an id is to be made. What a
///   table makes empty is not there.
/// - A **condition** is `{column: C, table: T}` with `present`, `equals`, `not`, `in` or `notIn`;
///   `before: [A, B]` of two times; `differ: [A, B]` of two values that are both there; `all`,
///   `any`, `none` of a list; a plain list must hold as a whole.
/// - **sealed** is `name: value`, or a list of `{participant, party, fields, rest: NAME}`; `rest`
///   keeps all columns that nothing in the mapping uses, so that nothing of a row is lost.
/// - `versioned: false` leaves the row's version out of an event's id, for facts that later
///   versions of the row repeat.
///
/// **Times** are read by the `formats` of their column, else of `time`, tried in their order for each
/// cell anew: patterns such as `MM/dd/yyyy hh:mm:ss a`, `d-MMM-yy` (`pivot` says of which century,
/// see ``TimePattern/letters``), and the words `iso8601`, `excel`, `excel-1904`, `epoch` and
/// `epoch-ms`. A time that two of them read differently ends the reading: nothing in the file can
/// decide it. Times and days without a zone are read in the mapping's zone: a day is that day, and
/// stands where it begins. A time that the clock showed twice is taken as the earlier one and
/// flagged `ambiguous_time`; one that it never showed has the offset before the change and is
/// flagged `impossible_time`; the report counts both, and those without any zone. `0001-01-01`, `1900-01-00`,
/// the zero of a count and their like (``LocalTime/meansNothing``) are no time, and their column has
/// no value. The same holds for cells with a word of `nothing` in any column, unless the table or
/// the condition that asks for them names the word. The keys stand in ``MappingKey``.
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
          item = .events(line: parser.row.line, try evaluator.events(of: parser.row))
        } catch let fault as RowFault {
          if fault.endsFile {
            throw IntakeError.undecided(
              fault.rejection(file: source.name, line: parser.row.line))
          }
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
