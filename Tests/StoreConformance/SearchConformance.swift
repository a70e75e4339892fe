public import Search

/// Makes stores of full-text indexes.
public typealias SearchFactory = StoreFactory<any SearchIndexStore>

/// One promise of a store of full-text indexes.
public typealias SearchCheck = ConformanceCheck<any SearchFactory>

/// The suite that every store of full-text indexes must pass; see ``LogConformance``.
///
/// What an index finds is compared with what ``/Search/MemorySearchIndex`` finds among the same
/// documents, and what follows a log with what was filled at once in memory.
public enum SearchConformance {
  /// Every check.
  public static let checks: [SearchCheck] =
    asking + spelling + ranking + writing + builds + purging + following + otherTexts
}

extension ConformanceCheck where Factory == any SearchFactory {
  /// A check that needs a new store.
  static func onStore(
    _ name: String, _ body: @escaping @Sendable (any SearchIndexStore) async throws -> Void
  ) -> SearchCheck {
    SearchCheck(name) { factory in try await factory.withStore(body) }
  }

  /// A check that needs a log with its vault and archive, and an index that follows them.
  static func onLog(
    _ name: String, _ body: @escaping @Sendable (SearchedLog) async throws -> Void
  ) -> SearchCheck {
    SearchCheck(name) { factory in
      try await factory.withStore { try await body(SearchedLog($0)) }
    }
  }
}
