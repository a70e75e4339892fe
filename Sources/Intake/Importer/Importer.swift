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

  /// An importer.
  /// - Parameters:
  ///   - format: reads the files.
  ///   - context: what the log knows.
  ///   - batchSize: how many events to commit together.
  ///   - isDryRun: whether to check everything and commit nothing.
  public init(
    format: any IntakeFormat, context: IntakeContext, batchSize: Int = 1000, isDryRun: Bool = false
  ) {
    self.format = format
    self.context = context
    self.batchSize = max(1, batchSize)
    self.isDryRun = isDryRun
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
      receiving: for await message in channel.messages {
        channel.take()
        switch message {
        case .batch(let batch):
          try await settle(batch, &report, onRejection: onRejection, commit: commit)
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
      throw ImportFailure(report: report, cause: error)
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
            case .events(let line, let events):
              if batch.events.count + events.count > batchSize { try flush() }
              batch.append(events, file: source.name, line: line)
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
    _ batch: ImportBatch, _ report: inout ImportReport,
    onRejection: (Rejection) throws -> Void, commit: @escaping Commit
  ) async throws {
    var batch = batch
    report.read += batch.read
    for rejection in batch.rejections {
      report.rejected += 1
      try onRejection(rejection)
    }
    while !batch.events.isEmpty {
      do {
        if isDryRun {
          try Importer.validate(batch.events)
        } else {
          // A commit that has begun is let end: its answer is worth more than a moment.
          let events = batch.events
          let answer = Task { try await commit(events) }
          report.count(try await answer.value)
        }
        report.events += batch.events.count
        return
      } catch let refusal as EventRejected {
        guard let row = batch.removeRow(ofEvent: refusal.index) else { throw refusal }
        report.rejected += 1
        try onRejection(
          Rejection(
            file: row.file, line: row.line, reason: refusal.reason, remedy: refusal.remedy))
      }
    }
  }

  /// Checks what the log would refuse of an event by itself.
  private static func validate(_ events: [NewEvent]) throws {
    for (index, event) in events.enumerated() {
      if let field = EventCatalogue.firstViolation(in: event.body, of: event.type) {
        throw EventRejected(
          index: index, reason: "the body field “\(field)” may not be public in \(event.type)",
          remedy: "move it into a sealed part")
      }
      do {
        _ = try RecordLine(event, sealed: [])
      } catch {
        throw EventRejected(
          index: index, reason: error.description, remedy: "make the public fields shorter")
      }
    }
  }
}
