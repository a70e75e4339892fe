public import ProjectionEngine

/// Makes stores of read models.
public typealias ReadModelFactory = StoreFactory<any ReadModelStore>

/// One promise of a store of read models.
public typealias ReadModelCheck = ConformanceCheck<any ReadModelFactory>

/// The suite that every store of read models must pass; see ``LogConformance``.
///
/// What a read model answers is compared with what ``/ProjectionEngine/MemoryReadModel`` answers of
/// the same batches.
public enum ReadModelConformance {
  /// Every check.
  public static let checks: [ReadModelCheck] =
    generations + writing + reading + agreement
}

extension ConformanceCheck where Factory == any ReadModelFactory {
  /// A check that needs a new store and two views of it.
  static func onStores(
    _ name: String,
    _ body:
      @escaping @Sendable (_ first: any ReadModelStore, _ second: any ReadModelStore)
      async throws -> Void
  ) -> ReadModelCheck {
    ReadModelCheck(name) { factory in try await factory.withTwoViews(body) }
  }
}
