public import InteractionModel

/// Which files were imported to their end.
///
/// An export says nothing of when it was made, so that one that is given again after a newer one would
/// bring back what that changed; see ``FileFingerprint``.
public protocol ImportedFiles: Sendable {
  /// Whether a file was imported to its end.
  /// - Parameter file: the id of its content.
  /// - Returns: whether it was.
  /// - Throws: whatever keeps that from being told.
  func hasImported(_ file: EventID) throws -> Bool

  /// Notes that a file was imported to its end.
  /// - Parameter file: the id of its content.
  /// - Throws: whatever keeps it from being noted.
  func noteImported(_ file: EventID) throws
}
