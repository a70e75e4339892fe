internal import Compliance
internal import EventLog
internal import ProjectionEngine
internal import Projections
internal import Search

/// Rebuilds and replays everything that a store's log is projected into.
enum Rebuilding {
  /// Builds the three projections and the full-text index anew and lets them serve.
  static func run(_ site: Site) throws {
    let store = site.opened
    let results = try Rebuild.run(
      ProjectionCatalogue.all, log: site.store, store: store.models, compares: false, swaps: true
    ) { _ in true }
    guard let results, try results.allSatisfy({ try $0.get().isServing }) else {
      throw BenchFailure("a projection was rebuilt and does not serve")
    }
    try SearchIndexer(
      log: site.log, archive: try store.serving(ConversationArchive.projection),
      indexes: try store.indexes()
    ).rebuild()
  }

  /// Folds the three projections again into scratch space and compares them with what serves.
  static func replay(_ site: Site) throws {
    let store = site.opened
    for projection in ProjectionCatalogue.all {
      let result = try store.serving(projection).withSnapshot { live in
        try store.models.withScratch(projection) { scratch in
          try Replay.run(log: site.store, scratch: scratch, live: live, until: nil) { _ in true }
        }
      }
      guard let result, result.isEqual else {
        throw BenchFailure("\(projection.name) is not equal to its replay")
      }
    }
  }

  /// The full-text index that serves.
  static func index(of site: Site) throws -> any SearchIndex {
    guard let index = try site.opened.indexes().serving() else {
      throw BenchFailure("no full-text index serves")
    }
    return index
  }
}
