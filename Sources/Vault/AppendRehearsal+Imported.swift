public import InteractionModel
internal import Synchronization

/// What would be remembered of imports.
extension AppendRehearsal {
  /// The files of a source whose import began last, or would have begun, the last first.
  /// - Parameters:
  ///   - source: the id of the source.
  ///   - limit: how many at most.
  /// - Returns: the files.
  /// - Throws: ``/EventLog/StorageFault`` when the vault cannot be read.
  public func importedFiles(from source: EventID, limit: Int) throws -> [ImportedFile] {
    let rehearsed = state.withLock { $0.files[source, default: []] }.reversed()
    return try Array(
      (rehearsed + log.vault.importedFiles(from: source, limit: limit)).prefix(limit))
  }

  /// Whether the import of a file of a source ever began, or would have.
  /// - Parameters:
  ///   - file: the id of its content.
  ///   - source: the id of the source.
  /// - Returns: whether it did.
  /// - Throws: ``/EventLog/StorageFault`` when the vault cannot be read.
  public func hasImported(_ file: EventID, from source: EventID) throws -> Bool {
    try state.withLock { $0.files[source, default: []].contains { $0.id == file } }
      || log.vault.hasImported(file, from: source)
  }

  /// Remembers that the import of a file would begin.
  /// - Parameters:
  ///   - file: the id of its content.
  ///   - source: the id of the source.
  public func noteBegun(_ file: EventID, from source: EventID) {
    state.withLock { state in
      state.files[source, default: []].append(ImportedFile(file, isComplete: true))
    }
  }

  /// The greatest version that was noted of a row of an export, or would have been.
  /// - Parameter row: the id of the row.
  /// - Returns: its version; nil when none was noted.
  /// - Throws: ``/EventLog/StorageFault`` when the vault cannot be read.
  public func importedVersion(ofRow row: EventID) throws -> Int64? {
    try state.withLock { $0.versions[row] } ?? log.vault.importedVersion(ofRow: row)
  }

  /// Remembers which versions some rows have.
  /// - Parameter versions: the versions by the ids of the rows.
  public func note(versions: [EventID: Int64]) {
    state.withLock { $0.versions.merge(versions) { max($0, $1) } }
  }
}
