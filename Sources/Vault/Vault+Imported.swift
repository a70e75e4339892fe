public import InteractionModel

/// What is remembered of imports, beside the log; see ``VaultStore``.
extension Vault {
  /// The files of a source whose import began last, the last first; a file is there each time.
  /// - Parameters:
  ///   - source: the id of the source, which ``minter`` made.
  ///   - limit: how many at most.
  /// - Returns: the files.
  /// - Throws: ``/EventLog/StorageFault`` when the vault cannot be read.
  public func importedFiles(from source: EventID, limit: Int) throws -> [ImportedFile] {
    try store.importedFiles(from: source, limit: limit)
  }

  /// Whether the import of a file of a source ever began.
  /// - Parameters:
  ///   - file: the id of its content, which ``minter`` made.
  ///   - source: the id of the source.
  /// - Returns: whether it did.
  /// - Throws: ``/EventLog/StorageFault`` when the vault cannot be read.
  public func hasImported(_ file: EventID, from source: EventID) throws -> Bool {
    try store.hasImported(file, from: source)
  }

  /// Notes that the import of a file begins.
  /// - Parameters:
  ///   - file: the id of its content, which ``minter`` made.
  ///   - source: the id of the source.
  /// - Throws: ``/EventLog/StorageFault`` when the vault cannot be written.
  public func noteBegun(_ file: EventID, from source: EventID) throws {
    try store.noteBegun(file, from: source)
  }

  /// Notes that the file of a source whose import began last was imported to its end.
  /// - Parameters:
  ///   - file: the id of its content, which ``minter`` made.
  ///   - source: the id of the source.
  /// - Throws: ``/EventLog/StorageFault`` when the vault cannot be written.
  public func noteComplete(_ file: EventID, from source: EventID) throws {
    try store.noteComplete(file, from: source)
  }

  /// The greatest version that was noted of a row of an export; nil when none was.
  /// - Parameter row: the id of the row, which ``minter`` made.
  /// - Returns: its version.
  /// - Throws: ``/EventLog/StorageFault`` when the vault cannot be read.
  public func importedVersion(ofRow row: EventID) throws -> Int64? {
    try store.importedVersion(ofRow: row)
  }

  /// Notes which versions some rows have.
  /// - Parameter versions: the versions by the ids of the rows.
  /// - Throws: ``/EventLog/StorageFault`` when the vault cannot be written.
  public func note(versions: [EventID: Int64]) throws {
    try store.note(versions: versions)
  }
}
