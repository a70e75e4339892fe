internal import EventLog
internal import ProjectionEngine
internal import Projections
internal import SQLiteStore
internal import Search

/// Rebuilds and replays everything that a store's log is projected into.
enum Rebuilding {
  /// Builds the three projections and the full-text index anew and lets them serve.
  static func run(_ site: Site) throws {
    let models = try SQLiteReadModelStore(directory: site.directory)
    let results = try Rebuild.run(
      ProjectionCatalogue.all, log: site.store, store: models, compares: false, swaps: true
    ) { _ in true }
    guard let results, try results.allSatisfy({ try $0.get().isServing }) else {
      throw BenchFailure("a projection was rebuilt and does not serve")
    }
    let indexes = try SQLiteSearchStore(directory: site.directory)
    try SearchIndexer(
      log: site.log, archive: try model(ConversationArchive.projection, in: models),
      indexes: indexes
    ).rebuild()
    try indexes.close()
    try models.close()
  }

  /// Folds the three projections again into scratch space and compares them with what serves.
  static func replay(_ site: Site) throws {
    let models = try SQLiteReadModelStore(directory: site.directory)
    for projection in ProjectionCatalogue.all {
      let result = try model(projection, in: models).withSnapshot { live in
        try models.withScratch(projection) { scratch in
          try Replay.run(log: site.store, scratch: scratch, live: live, until: nil) { _ in true }
        }
      }
      guard let result, result.isEqual else {
        throw BenchFailure("\(projection.name) is not equal to its replay")
      }
    }
    try models.close()
  }

  /// The read model that serves a projection.
  static func model(
    _ projection: Projection, in models: SQLiteReadModelStore
  ) throws -> any ReadModel {
    let generation = try models.generations().first {
      $0.projection == projection.name && $0.state == .serving
    }
    guard let generation else { throw BenchFailure("\(projection.name) does not serve") }
    return try models.open(generation, of: projection)
  }

  /// The full-text index that serves.
  static func index(of site: Site) throws -> any SearchIndex {
    guard let index = try SQLiteSearchStore(directory: site.directory).serving() else {
      throw BenchFailure("no full-text index serves")
    }
    return index
  }
}
