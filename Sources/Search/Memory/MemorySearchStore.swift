public import EventLog
internal import Foundation
internal import InteractionModel
internal import Synchronization

/// The builds of a full-text index that live and die with their process: for tests and small logs.
public final class MemorySearchStore: SearchIndexStore {
  private struct Builds {
    var builds: [Int64: MemorySearchIndex] = [:]
    var serving: Int64?
    /// The greatest number that a build ever had.
    var last: Int64 = 0
    /// The right to fill one, by its number, while somebody has it.
    var right: Int64?
    var lastRight: Int64 = 0

    mutating func remove(_ generation: Int64) {
      builds.removeValue(forKey: generation)?.remove()
    }
  }

  private let builds = Mutex(Builds())
  /// Held by whoever changes a build; taken before ``builds``.
  private let changing = NSLock()

  /// No builds.
  public init() {}

  /// The index that serves; nil when there is none yet.
  public func serving() throws(StorageFault) -> (any SearchIndex)? {
    try builds.withLock { builds throws(StorageFault) -> (any SearchIndex)? in
      guard let generation = builds.serving else { return nil }
      guard let index = builds.builds[generation] else { throw .searchBuildGone(generation) }
      return index
    }
  }

  /// The number of the build that is said to serve; nil when none is.
  public func servingGeneration() -> Int64? { builds.withLock { $0.serving } }

  /// A build of a version to fill beside the one that serves.
  public func build(
    _ version: SearchVersion, fresh: Bool, purged: LogCheckpoint
  ) throws(StorageFault) -> SearchBuild {
    let right = builds.withLock { builds -> Int64? in
      guard builds.right == nil else { return nil }
      builds.lastRight += 1
      builds.right = builds.lastRight
      return builds.right
    }
    guard let right else {
      throw StorageFault(
        code: .busy, reason: "another search index is being built",
        remedy: "try again when it is done")
    }
    let index = changing.withLock {
      builds.withLock { builds -> MemorySearchIndex in
        var found: MemorySearchIndex?
        for (generation, index) in builds.builds.sorted(by: { $0.key < $1.key })
        where generation != builds.serving {
          if !fresh, found == nil, (try? index.state().version) == version {
            found = index
          } else {
            builds.remove(generation)
          }
        }
        if let found { return found }
        builds.last += 1
        let index = MemorySearchIndex(generation: builds.last, version, purged: purged)
        builds.builds[builds.last] = index
        return index
      }
    }
    return SearchBuild(index: index) { [self] in
      builds.withLock { builds in
        if builds.right == right { builds.right = nil }
      }
    }
  }

  /// Lets an index serve, and removes the one that did.
  public func serve(_ index: any SearchIndex) throws(StorageFault) {
    changing.lock()
    defer { changing.unlock() }
    try requireIsThere(index)
    builds.withLock { builds in
      guard let before = builds.serving, before != index.generation else {
        return builds.serving = index.generation
      }
      builds.serving = index.generation
      builds.remove(before)
    }
  }

  private func requireIsThere(_ index: any SearchIndex) throws(StorageFault) {
    guard builds.withLock({ $0.builds[index.generation] != nil }) else {
      throw .searchBuildGone(index.generation)
    }
  }

  /// Runs a body while no other thread changes any build.
  public func exclusively<Value>(
    _ index: any SearchIndex, _ body: () throws -> Value
  ) throws -> Value {
    changing.lock()
    defer { changing.unlock() }
    try requireIsThere(index)
    return try body()
  }

  /// Removes what erasures destroyed from every build.
  @discardableResult
  public func purge(
    _ erasures: (LogCheckpoint) throws -> SearchErasures
  ) throws(StorageFault) -> SearchPurge {
    changing.lock()
    defer { changing.unlock() }
    var purge = SearchPurge()
    for (generation, index) in builds.withLock({ $0.builds }).sorted(by: { $0.key < $1.key }) {
      let destroyed: SearchErasures
      do {
        destroyed = try erasures(index.state().purged)
      } catch {
        throw error as? StorageFault
          ?? StorageFault(
            code: .io, reason: "cannot learn what was erased", remedy: "try again",
            cause: "\(type(of: error))")
      }
      guard destroyed.keys.isEmpty || !index.hasTextOfNobody else {
        builds.withLock { $0.remove(generation) }
        purge.builds += 1
        continue
      }
      purge.documents += try index.purge(destroyed)
    }
    return purge
  }
}
