internal import EventLog
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

  /// Commits events, as ``Commit`` does, that were prepared when they had been read; nil when some of
  /// those were refused and the rest is tried again.
  public typealias PreparedCommit<Prepared> =
    @Sendable (_ prepared: Prepared?, _ events: [NewEvent]) async throws -> [Committed]

  let format: any IntakeFormat
  let batchSize: Int
  let isDryRun: Bool
  let isStrict: Bool
  private let context: IntakeContext

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
    try await run(
      sources, onRejection: onRejection, onProgress: onProgress, preparing: { _ in },
      commit: { _, events in try await commit(events) })
  }

  /// Imports files in order, and prepares batches while the ones before them are committed.
  /// - Parameters:
  ///   - sources: the files.
  ///   - onRejection: takes each rejected row.
  ///   - onProgress: takes the figures after each batch.
  ///   - prepare: begins with a batch as soon as it was read, and does not wait for it.
  ///   - commit: commits a batch.
  /// - Returns: what was done.
  /// - Throws: ``ImportFailure`` with what was done until then.
  public func run<Prepared: Sendable>(
    _ sources: [IntakeSource], onRejection: (Rejection) throws -> Void = { _ in },
    onProgress: (ImportReport) -> Void = { _ in },
    preparing prepare: @escaping @Sendable ([NewEvent]) -> Prepared,
    commit: @escaping PreparedCommit<Prepared>
  ) async throws(ImportFailure) -> ImportReport {
    var report = ImportReport()
    report.isDryRun = isDryRun
    do {
      for source in sources { try source.check() }
      let channel = BatchChannel<Prepared>()
      defer { channel.close() }
      // Not a queue's thread, of which a process has a limited number: it waits for whoever commits.
      let reading = BackgroundWork { [self] in
        ImportReader(self, context: context, channel: channel, prepare: prepare).read(sources)
      }
      if let refusal = reading.refusal { throw refusal }
      var isFinished = false
      var rows = RecentRows()
      receiving: for await message in channel.messages {
        channel.take()
        switch message {
        case .batch(let batch, let prepared):
          try await settle(
            batch, prepared, &rows, &report, onRejection: onRejection, commit: commit)
          onProgress(report)
          if Task.isCancelled { break receiving }
        case .pause: channel.resume()
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

  private func settle<Prepared: Sendable>(
    _ batch: ImportBatch, _ prepared: Prepared, _ rows: inout RecentRows,
    _ report: inout ImportReport, onRejection: (Rejection) throws -> Void,
    commit: @escaping PreparedCommit<Prepared>
  ) async throws {
    var batch = batch
    var prepared: Prepared? = prepared
    rows.take(batch)
    report.read += batch.read
    report.keptAside += batch.keptAside
    report.notes.take(batch.notes)
    report.duplicates += batch.known
    report.outdated += batch.outdated
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
        let answer = Task { [prepared] in try await commit(prepared, events) }
        report.count(try await answer.value)
        return
      } catch let refusal as EventRejected {
        guard let (row, id, name) = batch.removeRow(ofEvent: refusal.index) else { throw refusal }
        let other = refusal.isCollision ? rows.other(id, than: row) : nil
        prepared = nil
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
}
