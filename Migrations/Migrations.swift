/// The SQL of the embedded store, one ordered history a database file.
///
/// A migration that has been released is never edited; a change is a new file and a new line here.
public struct Migration: Sendable, Hashable {
  /// The file's base name, which is also the migration's name in the database.
  public let name: String
  /// The statements.
  public let sql: String

  private init(_ name: String, _ bytes: [UInt8]) {
    self.name = name
    sql = String(decoding: bytes, as: UTF8.self)
  }

  /// The history of `log.db`.
  public static let sqliteLog = [
    Migration("0001_log", PackageResources._001_log_sqlite_sql),
    Migration("0002_log", PackageResources._002_log_sqlite_sql),
    Migration("0003_log", PackageResources._003_log_sqlite_sql),
    Migration("0004_log", PackageResources._004_log_sqlite_sql),
    Migration("0005_log", PackageResources._005_log_sqlite_sql),
    Migration("0006_log", PackageResources._006_log_sqlite_sql),
    Migration("0007_log", PackageResources._007_log_sqlite_sql),
  ]

  /// The history of `vault.db`.
  public static let sqliteVault = [
    Migration("0001_vault", PackageResources._001_vault_sqlite_sql),
    Migration("0002_vault", PackageResources._002_vault_sqlite_sql),
    Migration("0003_vault", PackageResources._003_vault_sqlite_sql),
    Migration("0004_vault", PackageResources._004_vault_sqlite_sql),
    Migration("0005_vault", PackageResources._005_vault_sqlite_sql),
    Migration("0006_vault", PackageResources._006_vault_sqlite_sql),
    Migration("0007_vault", PackageResources._007_vault_sqlite_sql),
    Migration("0008_vault", PackageResources._008_vault_sqlite_sql),
  ]

  /// The history of `catalogue.db`.
  public static let sqliteCatalogue = [
    Migration("0001_catalogue", PackageResources._001_catalogue_sqlite_sql),
    Migration("0002_catalogue", PackageResources._002_catalogue_sqlite_sql),
    Migration("0003_catalogue", PackageResources._003_catalogue_sqlite_sql),
    Migration("0004_catalogue", PackageResources._004_catalogue_sqlite_sql),
  ]
}
