internal import InteractionModel

/// Reads files into batches.
///
/// Made and used on one thread, which is its own.
final class ImportReader<Prepared: Sendable> {
  /// A batch with this many bytes of personal text is full, so that long texts do not pile up.
  private static var maximumWeight: Int { 16 * 1024 * 1024 }

  private let importer: Importer
  private let context: IntakeContext
  private let channel: BatchChannel<Prepared>
  private let prepare: @Sendable ([NewEvent]) -> Prepared
  private var batch = ImportBatch()
  /// Which of the files were imported before; nil when that says nothing.
  private var history: ImportHistory?
  /// What is new in the file at hand; nil before its first row of an export.
  private var news: RowNews?
  /// The events that what was read names.
  private var named: NamedEvents
  /// What there is to say of its rows.
  private var remarks = RowRemarks()

  init(
    _ importer: Importer, context: IntakeContext, channel: BatchChannel<Prepared>,
    prepare: @escaping @Sendable ([NewEvent]) -> Prepared
  ) {
    self.importer = importer
    self.context = context
    self.channel = channel
    self.prepare = prepare
    named = NamedEvents(context)
  }

  /// Reads all files and says so, or why not.
  func read(_ sources: [IntakeSource]) {
    do {
      history = try ImportHistory(sources, importer.format, context)
      for (index, source) in sources.enumerated() {
        do {
          try read(source, index)
        } catch let error as IntakeError {
          // What was read before the fault is good and is kept.
          try flush()
          throw error
        }
      }
      if named.isWaiting { try settle() }
      for (term, file, line) in try named.takeMissing() {
        batch.warn(term, file: file, line: line)
      }
      try flush()
      try channel.send(.finished)
    } catch is CancellationError {
      return
    } catch {
      try? channel.send(.failed(error))
    }
  }

  private func read(_ source: IntakeSource, _ index: Int) throws {
    news = nil
    remarks = RowRemarks()
    var isEmpty = true
    try importer.format.read(source, context: context) { item in
      if case .note = item {} else { isEmpty = false }
      switch item {
      case .row(let row):
        let events = try row.events.map { try named.resolved($0) }
        try take(row, .init(events: events, names: row.names), source)
      case .note(let note): batch.take(note)
      case .rejected(let rejection): batch.append(rejection)
      case .said(let place, let said):
        let always = said.events.filter(\.after.isEmpty)
        let row = IntakeRow(place, always.map(\.event), names: always.map(\.name))
        guard let log = context.log else {
          try take(row, .init(events: row.events, names: row.names), source)
          break
        }
        if news == nil {
          // What earlier files said is in the log before this one is compared with it.
          try settle()
          news = RowNews(
            context, log, try history?.begin(index) ?? .newest, of: try history?.file(index))
        }
        named.take(names: said.events.map(\.name))
        let said = try said.replacingEvents { try named.resolved($0.event, isOfRow: true) }
        if let outcome = try news?.outcome(of: said, settle: settle) {
          remarks.take(outcome.remarks, line: place.line)
          try take(row, outcome, source)
        }
      }
      if batch.events.count >= importer.batchSize || batch.rejections.count >= 1000
        || batch.rows.count >= 10 * importer.batchSize || batch.weight >= Self.maximumWeight
      {
        try flush()
      }
    }
    for note in remarks.notes(file: source.name) { batch.take(note) }
    if isEmpty {
      batch.take(
        IntakeNote(
          file: source.name,
          text: "no rows; if the file should have some, its export failed or was cut off"))
    }
    guard history != nil else { return }
    try settle()
    // A file without a row is one of the source as well.
    if news == nil { _ = try history?.begin(index) }
    try history?.end(index)
  }

  /// Takes a row, or rejects it for what no source may say.
  private func take(
    _ row: IntakeRow, _ outcome: RowNews.Outcome, _ source: IntakeSource
  ) throws {
    if let fault = Self.fault(in: row.events) {
      return batch.append(fault.rejection(file: source.name, at: row.place))
    }
    let unknown = row.events.flatMap(UnknownTerm.terms) + row.misspelt
    if importer.isStrict,
      let term = try unknown.first(where: \.isRefused) ?? named.faults(of: outcome.events).first
    {
      return batch.append(RowFault(term).rejection(file: source.name, at: row.place))
    }
    if batch.events.count + outcome.events.count > importer.batchSize { try flush() }
    batch.append(row, outcome, file: source.name)
    let unnamed = try named.take(outcome.events, file: source.name, line: row.place.line)
    for term in unknown + unnamed { batch.warn(term, file: source.name, line: row.place.line) }
  }

  /// Hands on what was read; it is prepared from now on.
  private func flush() throws {
    if let versions = news?.takeVersions(), !versions.isEmpty {
      try context.imports?.note(versions: versions)
    }
    guard !batch.isEmpty else { return }
    try channel.send(.batch(batch, prepare(batch.events)))
    batch = ImportBatch()
  }

  /// Waits until the log has all that was read.
  private func settle() throws {
    try flush()
    try channel.settle()
  }

  /// Why no source may say one of some events; nil when it may say all of them.
  ///
  /// Here, where the rows of every format come through.
  private static func fault(in events: [NewEvent]) -> RowFault? {
    for event in events {
      guard let reserved = event.reserved else { continue }
      return RowFault(reserved, in: event)
    }
    return nil
  }
}

extension RowFault {
  /// A word that the vocabulary does not have.
  fileprivate init(_ term: UnknownTerm) {
    self.init(term.reason, remedy: term.remedy)
  }

  /// Something that only the log and its program may say.
  fileprivate init(_ reserved: ReservedName, in event: NewEvent) {
    switch reserved {
    case .type:
      self.init(
        "a log writes events of the type \(event.type.reservedName ?? "") itself",
        remedy: """
          leave it out of the import; what another system means by such a word needs a type of \
          that system's own, such as com.example.\(event.type.group.lowercased())
          """)
    case .stream:
      self.init(
        "the stream is one of the log's own",
        remedy: "put the event into the stream of a party, a conversation, a case or a document")
    case .source:
      self.init(
        "“\(ReservedName.ownSource)” is what the log calls itself as a source",
        remedy: "give the system that the rows come from a name of its own")
    }
  }
}
