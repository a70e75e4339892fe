internal import Compliance
internal import Vault

extension Error {
  /// Whether it says that the vault cannot be opened, so that what opens text has to wait for whoever
  /// has the key.
  package var isOfClosedVault: Bool { self is VaultError || self is UnusableVault }
}
