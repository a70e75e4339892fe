public import EventLog
internal import InteractionModel

/// What a purge removed.
public struct SearchPurge: Sendable, Hashable {
  /// How many documents, over all builds of the index that were purged.
  public var documents: Int
  /// How many pieces of the index were written anew, so that nothing of the text is left where it
  /// stood; what a piece is, the store says, and one that has none says 0.
  public var rewritten: Int
  /// How many builds were removed as a whole, because nobody can say whose text they have.
  public var builds: Int

  /// A count.
  /// - Parameters:
  ///   - documents: how many documents.
  ///   - rewritten: how many pieces of the index were written anew.
  ///   - builds: how many builds were removed as a whole.
  public init(documents: Int = 0, rewritten: Int = 0, builds: Int = 0) {
    self.documents = documents
    self.rewritten = rewritten
    self.builds = builds
  }
}

/// The right to fill a new build of the index beside the one that serves.
public struct SearchBuild: Sendable {
  /// The index.
  public let index: any SearchIndex
  /// Gives the right back.
  public let release: @Sendable () -> Void

  /// A build.
  /// - Parameters:
  ///   - index: the index.
  ///   - release: gives the right back.
  public init(index: any SearchIndex, release: @escaping @Sendable () -> Void) {
    self.index = index
    self.release = release
  }
}

/// The builds of the full-text index of a store: which one serves, and who may change any of them.
public protocol SearchIndexStore: Sendable {
  /// The index that serves; nil when there is none yet.
  func serving() throws(StorageFault) -> (any SearchIndex)?

  /// The number of the build that is said to serve, whether or not it can be opened; nil when none
  /// is.
  func servingGeneration() throws(StorageFault) -> Int64?

  /// A build of a version to fill beside the one that serves: one that somebody left half done,
  /// or a new one. What else was left behind is removed.
  /// - Parameters:
  ///   - version: what it will be filled by.
  ///   - fresh: whether to start from nothing in any case.
  ///   - purged: the last request of an erasure there is: a new build will have nothing of it, nor
  ///     of those before.
  /// - Returns: the build.
  /// - Throws: ``StorageFault`` with code `busy` when another process is at it.
  func build(
    _ version: SearchVersion, fresh: Bool, purged: LogCheckpoint
  ) throws(StorageFault) -> SearchBuild

  /// Lets an index serve, and removes the one that did; nothing happens when it serves already.
  ///
  /// Whoever still asks the one that was removed is told so, with the code `superseded`.
  /// - Parameter index: was built.
  /// - Throws: ``StorageFault`` when the store fails, with code `superseded` when the index is gone.
  func serve(_ index: any SearchIndex) throws(StorageFault)

  /// Runs a body while no other process or thread changes any build, waiting for them to end.
  ///
  /// Text is opened and written within one such call. An erasure that destroys keys first and
  /// purges afterwards therefore finds whatever was opened before.
  /// - Parameters:
  ///   - index: what the body changes.
  ///   - body: changes it.
  /// - Returns: what `body` answers.
  /// - Throws: ``StorageFault`` with code `superseded` when the index was replaced meanwhile, or
  ///   what `body` throws.
  func exclusively<Value>(_ index: any SearchIndex, _ body: () throws -> Value) throws -> Value

  /// Removes what erasures destroyed from every build, serving, half done or left behind, so that
  /// nothing that the index keeps holds any of its text afterwards, what the store calls free
  /// included.
  ///
  /// Where others wrote in one of the documents, its conversation is ``SearchIndexState/pending``
  /// then, or its record is one of ``SearchIndexState/pendingRecords``. A build of which nobody can say whose text it has (it is damaged, or has documents
  /// without keys) is removed as a whole, and so is one that still names a key when it was purged;
  /// if it served, it goes on being named by ``servingGeneration()``, and ``serving()`` throws
  /// `superseded`. Interrupted, it is finished by repeating it.
  /// - Parameter erasures: answers what is to be removed from a build that has carried out the
  ///   erasures up to a request.
  /// - Returns: what was removed by this call.
  /// - Throws: ``StorageFault``; not everything is removed then, and it must be repeated. Code
  ///   `remains` when something that no build accounts for stands among them and names a key.
  @discardableResult
  func purge(
    _ erasures: (LogCheckpoint) throws -> SearchErasures
  ) throws(StorageFault) -> SearchPurge
}

extension StorageFault {
  /// The fault of a build that is not there any more, or not yet whole.
  package static func searchBuildGone(_ generation: Int64) -> StorageFault {
    StorageFault(
      code: .superseded,
      reason: "build \(generation) of the search index was replaced or is incomplete",
      remedy: "ask again, or run \(.project)")
  }
}
