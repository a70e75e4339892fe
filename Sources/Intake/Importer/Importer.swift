internal import Dispatch
public import InteractionModel

/// Reads files through a format and commits their events in batches.
///
/// A row is committed whole or not at all and never split across batches. Committing the same
/// files again is harmless when the commit knows duplicates by id, which is how an interrupted
/// import is resumed.
public struct Importer: Sendable {
  /// Commits events in order, all or none, and answers with a placement for each.
  ///
  /// Throws ``EventRejected`` when one event is the reason; anything else ends the import.
  public typealias Commit = @Sendable ([NewEvent]) async throws -> [Committed]

  /// A batch with this many bytes of personal text is full, so that long texts do not pile up.
  private static let maximumWeight = 16 * 1024 * 1024

  private let format: any IntakeFormat
  private let context: IntakeContext
  private let batchSize: Int
  private let isDryRun: Bool
  private let isStrict: Bool

  /// An importer.
  /// - Parameters:
  ///   - format: reads the files.
  ///   - context: what the log knows.
  ///   - batchSize: how many events to commit together.
  ///   - isDryRun: whether the commits only rehearse: they refuse what they would refuse, and
  ///     answer where events would stand.
  ///   - isStrict: whether a row with a word that the vocabulary does not have is rejected; else it
  ///     is taken, and the report warns.
  public init(
    format: any IntakeFormat, context: IntakeContext, batchSize: Int = 1000, isDryRun: Bool = false,
    isStrict: Bool = false
  ) {
    self.format = format
    self.context = context
    self.batchSize = max(1, batchSize)
    self.isDryRun = isDryRun
    self.isStrict = isStrict
  }

  /// Imports files in order.
  ///
  /// Cancelling the task lets the batch in flight end, then stops; the report says so.
  /// - Parameters:
  ///   - sources: the files.
  ///   - onRejection: takes each rejected row.
  ///   - onProgress: takes the figures after each batch.
  ///   - commit: commits a batch.
  /// - Returns: what was done.
  /// - Throws: ``ImportFailure`` with what was done until then.
  public func run(
    _ sources: [IntakeSource], onRejection: (Rejection) throws -> Void = { _ in },
    onProgress: (ImportReport) -> Void = { _ in }, commit: @escaping Commit
  ) async throws(ImportFailure) -> ImportReport {
    var report = ImportReport()
    report.isDryRun = isDryRun
    do {
      for source in sources { try source.check() }
      let channel = BatchChannel()
      defer { channel.close() }
      let queue = DispatchQueue(label: "intake.\(type(of: format).name)")
      queue.async { [self] in read(sources, into: channel) }
      var isFinished = false
      var rows = RecentRows()
      receiving: for await message in channel.messages {
        channel.take()
        switch message {
        case .batch(let batch):
          try await settle(batch, &rows, &report, onRejection: onRejection, commit: commit)
          onProgress(report)
          if Task.isCancelled { break receiving }
        case .failed(let error): throw error
        case .finished:
          isFinished = true
          break receiving
        }
      }
      report.isInterrupted = !isFinished
      return report
    } catch {
      throw ImportFailure(report: report, error: error)
    }
  }

  /// Reads all files; runs on a thread of its own.
  private func read(_ sources: [IntakeSource], into channel: BatchChannel) {
    do {
      var batch = ImportBatch()
      func flush() throws {
        guard !batch.isEmpty else { return }
        try channel.send(.batch(batch))
        batch = ImportBatch()
      }
      for source in sources {
        do {
          try format.read(source, context: context) { item in
            switch item {
            case .row(let row):
              if let fault = Importer.fault(in: row.events) {
                batch.append(fault.rejection(file: source.name, at: row.place))
                break
              }
              let unknown = row.events.flatMap(UnknownTerm.terms)
              if isStrict, let term = unknown.first {
                batch.append(RowFault(term).rejection(file: source.name, at: row.place))
                break
              }
              if batch.events.count + row.events.count > batchSize { try flush() }
              batch.append(row, file: source.name)
              for term in unknown { batch.warn(term, file: source.name, line: row.place.line) }
            case .note(let note): batch.take(note)
            case .rejected(let rejection): batch.append(rejection)
            }
            if batch.events.count >= batchSize || batch.rejections.count >= 1000
              || batch.weight >= Importer.maximumWeight
            {
              try flush()
            }
          }
        } catch let error as IntakeError {
          // What was read before the fault is good and is kept.
          try flush()
          throw error
        }
      }
      try flush()
      try channel.send(.finished)
    } catch is CancellationError {
      return
    } catch {
      try? channel.send(.failed(error))
    }
  }

  private func settle(
    _ batch: ImportBatch, _ rows: inout RecentRows, _ report: inout ImportReport,
    onRejection: (Rejection) throws -> Void, commit: @escaping Commit
  ) async throws {
    var batch = batch
    rows.take(batch)
    report.read += batch.read
    report.keptAside += batch.keptAside
    report.notes.take(batch.notes)
    report.warnings.take(batch.warnings)
    report.flaggedTimes.take(batch.flaggedTimes)
    for rejection in batch.rejections {
      report.rejected += 1
      try onRejection(rejection)
    }
    while !batch.events.isEmpty {
      do {
        // A commit that has begun is let end: its answer is worth more than a moment.
        let events = batch.events
        let answer = Task { try await commit(events) }
        report.count(try await answer.value)
        return
      } catch let refusal as EventRejected {
        guard let (row, id, name) = batch.removeRow(ofEvent: refusal.index) else { throw refusal }
        let other = refusal.isCollision ? rows.other(id, than: row) : nil
        report.rejected += 1
        try onRejection(
          Rejection(
            file: row.file, place: row.place, event: name,
            reason: refusal.reason + (other.map { "; the row at \($0) has the same id" } ?? ""),
            remedy: refusal.remedy
              + (other == nil || name == nil
                ? ""
                : ", or where two columns tell rows apart join them: `row: {id: {join: […]}}`")))
      }
    }
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
