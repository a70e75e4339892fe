public import InteractionModel

/// What is remembered of earlier imports beside what the log has.
///
/// An export does not say when it was made, and its rows often do not either: which file came after
/// which, and which version of a row is the newest, is remembered here. See ``ImportHistory``.
public protocol EarlierImports: Sendable {
  /// The files of a source whose import began last, the last first; a file is there each time.
  /// - Parameters:
  ///   - source: the id of the source.
  ///   - limit: how many at most.
  /// - Returns: the files.
  /// - Throws: whatever keeps that from being told.
  func importedFiles(from source: EventID, limit: Int) throws -> [ImportedFile]

  /// Whether the import of a file of a source ever began.
  /// - Parameters:
  ///   - file: the id of its content.
  ///   - source: the id of the source.
  /// - Returns: whether it did.
  /// - Throws: whatever keeps that from being told.
  func hasImported(_ file: EventID, from source: EventID) throws -> Bool

  /// Notes that the import of a file begins.
  /// - Parameters:
  ///   - file: the id of its content.
  ///   - source: the id of the source.
  /// - Throws: whatever keeps it from being noted.
  func noteBegun(_ file: EventID, from source: EventID) throws

  /// Notes that the file of a source whose import began last was imported to its end.
  /// - Parameters:
  ///   - file: the id of its content.
  ///   - source: the id of the source.
  /// - Throws: whatever keeps it from being noted.
  func noteComplete(_ file: EventID, from source: EventID) throws

  /// The greatest version that was noted of a row; nil when none was.
  /// - Parameter row: the id of the row.
  /// - Returns: its version.
  /// - Throws: whatever keeps that from being told.
  func importedVersion(ofRow row: EventID) throws -> Int64?

  /// Notes which versions some rows have; one that is not greater than what was noted changes nothing.
  /// - Parameter versions: the versions by the ids of the rows.
  /// - Throws: whatever keeps them from being noted.
  func note(versions: [EventID: Int64]) throws
}
