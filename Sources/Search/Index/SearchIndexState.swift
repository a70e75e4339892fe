public import EventLog
public import InteractionModel
public import ProjectionEngine
internal import Projections

/// What an index was filled by: another version finds other words, or other entries.
public struct SearchVersion: Sendable, Hashable, CustomStringConvertible {
  /// The version of the rules that split text into words.
  public let tokeniser: Int
  /// The version of the archive whose entries it follows.
  public let archive: Int
  /// The version of the rules by which records have documents.
  public let documents: Int

  /// A version.
  /// - Parameters:
  ///   - tokeniser: of the rules that split text into words.
  ///   - archive: of the archive whose entries it follows.
  ///   - documents: of the rules by which records have documents.
  public init(
    tokeniser: Int = SearchTokenizer.version, archive: Int,
    documents: Int = SearchDocument.version
  ) {
    self.tokeniser = tokeniser
    self.archive = archive
    self.documents = documents
  }

  /// All in words.
  public var description: String {
    "tokeniser \(tokeniser), archive \(archive), documents \(documents)"
  }
}

/// What an index says of itself.
public struct SearchIndexState: Sendable, Hashable {
  /// What it was filled by.
  public let version: SearchVersion
  /// The last record that has been taken into account.
  public let checkpoint: LogCheckpoint
  /// The last request of an erasure that has been carried out, with all before it.
  public let purged: LogCheckpoint
  /// Why it stands still, when it does.
  public let failure: ProjectionFailure?
  /// Conversations to look at again, whatever their records: a purge removed documents of several
  /// people there, and what the others wrote comes back.
  public let pending: [String]
  /// Records to look at again for the same reason, whose text is that of no entry of the archive.
  public let pendingRecords: [Position]

  /// A state.
  /// - Parameters:
  ///   - version: what it was filled by.
  ///   - checkpoint: the last record that has been taken into account.
  ///   - purged: the last request of an erasure that has been carried out.
  ///   - failure: why it stands still.
  ///   - pending: conversations to look at again.
  ///   - pendingRecords: records to look at again.
  public init(
    version: SearchVersion, checkpoint: LogCheckpoint, purged: LogCheckpoint,
    failure: ProjectionFailure?, pending: [String], pendingRecords: [Position] = []
  ) {
    self.version = version
    self.checkpoint = checkpoint
    self.purged = purged
    self.failure = failure
    self.pending = pending
    self.pendingRecords = pendingRecords
  }

  /// Whether everything up to the checkpoint is there that can be.
  public var isComplete: Bool { pending.isEmpty && pendingRecords.isEmpty }
}
