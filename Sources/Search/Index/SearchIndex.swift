public import EventLog
public import InteractionModel
public import ProjectionEngine

/// One build of the full-text index over the opened text of a log.
///
/// It is the only thing besides the vault that can say in clear what somebody wrote, and it can be
/// thrown away and filled again from the log. Whoever changes it holds
/// ``SearchIndexStore/exclusively(_:_:)``.
public protocol SearchIndex: Sendable {
  /// Its number among the builds.
  var generation: Int64 { get }

  /// What the index says of itself.
  func state() throws(StorageFault) -> SearchIndexState

  /// Compares what the index must have with what is there, as far as that costs little.
  ///
  /// It sees what was removed, added, emptied or brought back from another time, as far as anybody
  /// but the store itself can do that to what it keeps, and what ``inspect()`` has found before.
  /// Whoever asks the index has it looked at in the same way each time. What keeps the counts as
  /// they were may show only in ``inspect()``.
  /// - Throws: ``StorageFault`` `damaged` when they do not agree.
  func check() throws(StorageFault)

  /// Compares everything with what was written, each document, its text and the words that are
  /// looked for; takes about as long as reading the whole index.
  ///
  /// Damage is noted where that can be written: from then on nobody is answered, until the index was
  /// built again.
  /// - Throws: ``StorageFault`` `damaged` when they do not agree.
  func inspect() throws(StorageFault)

  /// Does what ``inspect()`` does and, where the index can be written, has every text taken apart
  /// again, to see that its words are those that were written; takes several times as long.
  /// - Throws: ``StorageFault`` `damaged` when they do not agree.
  func examine() throws(StorageFault)

  /// How many documents there are.
  func count() throws(StorageFault) -> Int

  /// The documents of the entries of some conversations.
  /// - Parameter conversations: which.
  /// - Returns: the documents, in any order.
  /// - Throws: ``StorageFault`` when the store fails.
  func documents(of conversations: [String]) throws(StorageFault) -> [SearchDocument]

  /// Some documents.
  /// - Parameter positions: of the records that brought them, each once.
  /// - Returns: those there are, in any order.
  /// - Throws: ``StorageFault`` when the store fails.
  func documents(at positions: [Position]) throws(StorageFault) -> [SearchDocument]

  /// Writes a batch, durably; the checkpoint last.
  ///
  /// It need not be one transaction: after a crash in between some of the documents may be written
  /// and others not, and the next step, which compares them with the archive, writes what is
  /// missing. What is to be removed or updated and is not there is passed over.
  /// - Parameter batch: what changes.
  /// - Throws: ``StorageFault`` when the store fails.
  func apply(_ batch: SearchBatch) throws(StorageFault)

  /// Puts together what many batches have left apart, for when no more of them come soon: searching
  /// is fastest then, and finds the same. Costs nothing where it was done before, or where a store
  /// leaves nothing apart.
  /// - Throws: ``StorageFault`` when the store fails.
  func condense() throws(StorageFault)

  /// Puts together what lies so far behind a position that it will hardly change any more; may run
  /// beside ``apply(_:)``, under the same hold of the lock.
  /// - Parameter position: where the index is.
  /// - Throws: ``StorageFault`` when the store fails.
  func condense(before position: Position) throws(StorageFault)

  /// Notes why the index stands still; the next batch that is written forgets it.
  /// - Parameter failure: what to say in status.
  /// - Throws: ``StorageFault`` when the store fails.
  func setFailure(_ failure: ProjectionFailure) throws(StorageFault)

  /// Looks for documents.
  /// - Parameter request: what to look for.
  /// - Returns: the best hits and how many there are.
  /// - Throws: ``StorageFault`` when the store fails.
  func search(_ request: SearchRequest) throws(StorageFault) -> SearchPage

  /// Finds conversations whose words are those that tell a conversation from others.
  /// - Parameters:
  ///   - conversation: which one.
  ///   - filter: which documents of others count, among those of entries; of its own, all but what
  ///     is masked.
  ///   - limit: how many at most.
  /// - Returns: the conversations, the most alike first; none when it has no documents.
  /// - Throws: ``StorageFault`` when the store fails.
  func similar(
    to conversation: String, filter: SearchFilter, limit: Int
  ) throws(StorageFault) -> [SimilarConversation]

  /// Walks through all documents and their texts, in any order.
  /// - Parameter body: is given each in turn.
  /// - Throws: ``StorageFault``, or what `body` throws.
  func forEachText(_ body: (SearchDocument, String) throws -> Void) throws
}
