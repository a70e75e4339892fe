public import Vault

/// Makes the places where a vault keeps its rows.
public typealias VaultFactory = StoreFactory<any VaultStore>

/// One promise of where a vault keeps its rows.
public typealias VaultCheck = ConformanceCheck<any VaultFactory>

/// The suite that every store of a vault must pass; see ``LogConformance``.
///
/// Most checks look at the rows through two views, the second as another process would open it.
public enum VaultConformance {
  /// Every check.
  public static let checks: [VaultCheck] =
    creation + subjects + rows + destroying + identifiers + parties + closures + rewrapping
}

extension ConformanceCheck where Factory == any VaultFactory {
  /// A check that needs a vault that was created under the master key `f1`, and two views of it.
  static func onRows(
    _ name: String,
    _ body:
      @escaping @Sendable (_ first: any VaultStore, _ second: any VaultStore) async throws ->
      Void
  ) -> VaultCheck {
    VaultCheck(name) { factory in
      try await factory.withTwoViews { first, second in
        _ = try first.create(
          fingerprint: "f1",
          secrets: ["id-key": VaultRow.wrapped(1), "signing-key": VaultRow.wrapped(2)])
        try await body(first, second)
      }
    }
  }
}
