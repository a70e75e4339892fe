internal import ArgumentParser
internal import EventLog
internal import InteractionModel
internal import Queries

/// `throughline log`: record lines exactly as they are hashed.
struct LogCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log",
    abstract: "Print records, one canonical JSON line each, exactly as hashed.",
    discussion: """
      With --csv what stands in clear is a table: the public fields in one column as JSON, and of the \
      sealed parts how many there are.
      """)

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var page: PageOptions
  @OptionGroup var table: CSVOptions
  @OptionGroup var reader: PurposeOptions

  @Option(help: "Start after this position (before it, with --reverse).")
  var after: Int64?

  @Option(help: "The record with this event id.")
  var id: String?

  @Option(help: "The records of this stream.")
  var stream: String?

  @Option(help: "The records that name this conversation.")
  var conversation: String?

  @Option(name: .customLong("case"), help: "The records that name this case.")
  var caseID: String?

  @Option(help: "The records that name this party.")
  var party: String?

  @Option(help: "Only records of this event type, for example case.opened.")
  var type: String?

  @Flag(help: "From the last to the first.")
  var reverse = false

  @Flag(help: "Add the opened parts beside each record; needs --purpose.")
  var open = false

  @Flag(help: "With --open: open redacted text as well; the account of the reading says so.")
  var redactedToo = false

  func validate() throws {
    let selectors = [id, stream, conversation, caseID, party].compactMap { $0 }
    guard selectors.count <= 1 else {
      throw ValidationError("give one of --id, --stream, --conversation, --case, --party")
    }
    if open, reader.purpose == nil {
      throw ValidationError(
        "--open needs --purpose TEXT: every opening is recorded with its purpose")
    }
    if redactedToo, !open {
      throw ValidationError("--redacted-too goes with --open")
    }
    if reader.purpose != nil, !open {
      throw ValidationError("--purpose goes with --open")
    }
    try table.validate(with: output)
    if table.csv, open { throw ValidationError("--csv has what stands in clear: leave --open out") }
    if let id, EventID(id) == nil {
      throw ValidationError("“\(id)” is no event id; write a UUID")
    }
    if let stream, StreamID(parsing: stream) == nil {
      throw ValidationError("“\(stream)” is no stream; write for example case-2026-17")
    }
    _ = try selector
  }

  private var selector: Selector {
    get throws {
      if let id, let event = EventID(id) { return .id(event) }
      if let stream { return .stream(StreamID(rawValue: stream)) }
      if let conversation { return .entity(.conversation(conversation)) }
      if let caseID { return .entity(.case(caseID)) }
      if let party { return .entity(.party(party)) }
      return .all
    }
  }

  func run() async throws {
    let log = try await LogRecords(store.reader(reader))
    Interruption.install()
    let type = try type.map { try log.type(named: $0) }
    let selector = try log.meant(by: selector)
    if table.csv {
      return try log.lines(
        of: selector, ofType: type, after: after.map { Position($0) }, reverse: reverse,
        limit: page.limit
      ).showCSV()
    }
    try await log.forEachPage(
      of: selector, ofType: type, after: after.map { Position($0) }, reverse: reverse,
      limit: page.limit
    ) { records in
      // What was printed so far is not the answer.
      if Interruption.isRequested { throw CancellationError() }
      if open {
        for record in try await log.open(records, of: selector, redactedToo: redactedToo) {
          print(Terminal.shown(json: record.json(\.said)))
        }
      } else {
        show(records)
      }
      return StandardStream.output.isHeard
    }
  }

  /// The records as they are hashed; on a terminal with what could rule it escaped.
  private func show(_ records: [StoredRecord]) {
    var bytes: [UInt8] = []
    for record in records {
      if Terminal.isInteractive {
        bytes += Terminal.escaped(json: String(decoding: record.line, as: UTF8.self)).utf8
      } else {
        bytes += record.line
      }
      bytes.append(UInt8(ascii: "\n"))
    }
    StandardStream.output.write(bytes)
  }
}
